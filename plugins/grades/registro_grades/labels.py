"""The words of the pages for what is stored as a code."""
