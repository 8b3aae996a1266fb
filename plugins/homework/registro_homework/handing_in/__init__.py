"""Handing in, and giving back with a comment."""
