"""What lessons adds to the register."""
