"""What students and parents see: the list of what is due, one thing, the home card."""
