"""People: who they are, which roles they hold, who answers for whom."""
