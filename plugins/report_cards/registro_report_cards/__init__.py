"""Report cards: what a class council decides, and by which rules."""
