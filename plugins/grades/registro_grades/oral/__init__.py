"""Marks given one by one: two taps from the lesson page, or from the register."""
