"""Between sending somebody to prove who they are, and their being in: all of it kept here (AR-9)."""
