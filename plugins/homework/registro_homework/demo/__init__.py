"""Homework of the demo school."""
