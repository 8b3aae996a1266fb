"""Who may do what: relations, contexts, permissions and the policy that joins them."""
