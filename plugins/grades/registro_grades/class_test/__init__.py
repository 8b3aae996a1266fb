"""One class test: what it was about, and a mark with words for each student."""
