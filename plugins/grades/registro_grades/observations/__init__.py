"""Observations (*osservazioni*): what a teacher tells a student's family, and not the student."""
