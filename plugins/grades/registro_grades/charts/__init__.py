"""Charts drawn by the server: SVG without script or inline style, with a table beside it."""
