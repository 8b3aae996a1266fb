"""A teacher's private diary: nobody else reads it, in whatever role."""
