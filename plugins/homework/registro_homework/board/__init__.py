"""What a class has to do: the list, the load of each day, a teacher's own list."""
