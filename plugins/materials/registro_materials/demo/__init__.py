"""Materials of the demo school."""
