"""How a school judges: scales of judgements, codes, rules of subjects."""
