"""The demo school: invented people in a living school year built around today."""
