"""The roll of an hour: the part of the lesson page, and the rules behind it."""
