"""The pages of signing in with a digital identity, and the office's."""
