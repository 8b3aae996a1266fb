"""Files that come with an assignment, or are handed in."""
