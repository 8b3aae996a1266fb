"""Pages of signing in, first access, the own account and the office's credentials."""
