"""What is assessed together: a subject, in a class, with all its students or some of them."""
