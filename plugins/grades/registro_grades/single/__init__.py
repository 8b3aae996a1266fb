"""One mark: what it says, who saw it, how it was corrected; changing and cancelling it."""
