"""Pick-up: who may fetch a student, and who may go home alone (E1, E2)."""
