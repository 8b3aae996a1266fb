"""The grid: marks of many students in one or more class tests, typed, pasted, saved at once."""
