"""The rules of materials, with no web in them."""
