"""Assigning: rules, doubts, notices, the form, the part of the lesson page."""
