"""The demo school's attendance: from the first day of the year to today, in bulk."""
