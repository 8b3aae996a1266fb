"""Where we send people back to: only ever a page of our own (check 21)."""

CONTROL_CHARACTERS = frozenset(chr(code) for code in range(32)) | {"\x7f"}


def is_local_url(url: str) -> bool:
    r"""Whether a URL from outside is a path on this site.

    Browsers drop tabs and line ends and read `\` as `/`, so that `/\evil.example`
    leaves the site though it looks local. Anything odd is refused.
    """
    if CONTROL_CHARACTERS & set(url):
        return False
    path = url.replace("\\", "/")
    return path.startswith("/") and not path.startswith("//")


def local_url(url: str | None, default: str = "/") -> str:
    """The URL when it is safe to follow, else the default."""
    return url if url is not None and is_local_url(url) else default
