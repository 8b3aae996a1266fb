"""The transaction log of SPID and CIE: sealed, chained, kept 24 months (LOG-1 to LOG-4)."""
