"""From a codice fiscale to a person of the school, who may or may not come in so (ACC)."""
