"""Pages of the school and of families about attendance."""
