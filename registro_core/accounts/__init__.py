"""Accounts: signing in, sessions, passwords, first access and reset."""
