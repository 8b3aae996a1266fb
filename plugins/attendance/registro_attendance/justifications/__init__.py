"""Justifications: the family says why, a teacher validates (J1-J6, A12)."""
