"""Notices: what people must be told, from the event to the inbox and the mail."""
