"""A student as a council looks at them: all subjects, notes, observations, absences (row 61)."""
