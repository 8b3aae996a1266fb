"""The demo school's marks, up to today."""
