"""Disciplinary notes (*note disciplinari*): of students, or of a whole class."""
