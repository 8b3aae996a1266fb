"""The rules of meetings, with neither tables nor pages."""
