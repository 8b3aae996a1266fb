"""Jobs: work done after the transaction, by the worker."""
