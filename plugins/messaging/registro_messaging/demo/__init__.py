"""Communications of the demo school."""
