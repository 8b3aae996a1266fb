"""The rules of the noticeboard, with no web in them."""
