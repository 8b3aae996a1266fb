"""Numbers that arrive as text, in addresses and forms."""

# Every number of this length fits a column of PostgreSQL; a longer one would fail there.
MOST_DIGITS = 9


def whole_number(text: str) -> int | None:
    """A whole number that was sent, such as an id; None for anything that cannot be one."""
    fits = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if fits else None
