"""Evacuation: who must be at the assembly point, and who is missing."""
