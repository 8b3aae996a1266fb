"""Events: reading them as stretches of a day, and the one way to store, change or cancel them."""
