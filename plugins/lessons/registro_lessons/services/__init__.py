"""The rules of lessons: plain functions of a session, with no web in them."""
