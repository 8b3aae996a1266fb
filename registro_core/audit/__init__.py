"""The audit log: who changed or read what, chained so that tampering shows."""
