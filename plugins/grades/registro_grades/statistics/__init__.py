"""Marks of the whole school in numbers, for its head: nobody's name, and no places in a rank."""
