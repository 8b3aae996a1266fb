"""The demo school's marks, notes, observations and procedures, up to today."""
