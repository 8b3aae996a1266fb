"""The coordinator's overview of a class: all subjects, and who is at risk."""
