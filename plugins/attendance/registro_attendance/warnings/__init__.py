"""Early warnings to families, with receipt (A11, A15)."""
