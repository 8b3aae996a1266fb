"""Correcting a student's day, and presence elsewhere with the school (A5)."""
