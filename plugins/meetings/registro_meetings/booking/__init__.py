"""Booking a place in a teacher's hour: the rules with tables, and no web."""
