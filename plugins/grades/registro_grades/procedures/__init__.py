"""Disciplinary procedures and sanctions, apart from the notes that led to them (B2)."""
