"""A student's day as stretches of absence: pure rules, no database and no web (A8)."""
