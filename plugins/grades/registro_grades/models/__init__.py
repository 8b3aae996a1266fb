"""Tables of grades, all named `grades_*`."""
