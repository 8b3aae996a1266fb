"""Permits: what the family asks beforehand, and exits granted at the desk (J3, J4, E1, E3)."""
