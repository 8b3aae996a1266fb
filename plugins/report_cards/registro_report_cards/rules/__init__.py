"""The law of the council's assessment (*scrutinio*): data with sources, functions without a web."""
