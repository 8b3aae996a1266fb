"""Deroghe, hours of other schools, limits fixed by the school (A3, A13, A16)."""
