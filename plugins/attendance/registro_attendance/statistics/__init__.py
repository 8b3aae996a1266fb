"""Hours of absence against the yearly hours: the 25 % rule (A1-A7, A13, A16) and counters (A11)."""
