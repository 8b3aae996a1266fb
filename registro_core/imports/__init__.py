"""Imports: reading a school's files, showing what they would change, and doing it whole or not."""
