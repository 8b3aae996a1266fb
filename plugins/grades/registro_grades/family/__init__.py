"""What families read: marks, what they would become, notes, observations."""
