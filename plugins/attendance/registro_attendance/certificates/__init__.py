"""Frequency certificates: what the office declares about a student's attendance."""
