"""Marks: who may enter and see them, publication, corrections, notices, what they come to."""
