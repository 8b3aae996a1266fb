"""The family's half put together: permissions, settings, notices, routes, and the home page."""
