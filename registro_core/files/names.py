"""Names of files: cleaned when they come, quoted when they leave."""

import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

MAX_LENGTH = 120
# What Windows, shells and headers give a meaning of their own.
FORBIDDEN = frozenset('<>:"/\\|?*')


def clean_name(name: str) -> str:
    """A name without folders, control and direction characters: at most 120, never empty.

    A right-to-left override would show `cod.exe` as `exe.doc`.
    """
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    kept = "".join(c for c in base if c.isprintable() and c not in FORBIDDEN)
    stem, dot, extension = kept.strip(" .").rpartition(".")
    if not dot:
        return extension[:MAX_LENGTH] or "file"
    return f"{stem[: MAX_LENGTH - len(extension) - 1].rstrip(' .') or 'file'}.{extension}"


def extension_of(name: str) -> str:
    """The last extension, in small letters and without its dot: "compito.PDF" has "pdf"."""
    return PurePosixPath(name).suffix[1:].lower()


def attachment(name: str) -> str:
    """A Content-Disposition that browsers save under this name (RFC 6266, RFC 8187)."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(c for c in ascii_name if c.isprintable() and c not in FORBIDDEN | {"%", ";"})
    return f"attachment; filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(name, safe='')}"


def distinct_names(names: list[str]) -> list[str]:
    """The names with a number where one came before, as for the members of an archive."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        count = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        stem, dot, extension = name.rpartition(".")
        numbered = f"{stem} ({count}).{extension}" if dot else f"{name} ({count})"
        made.append(name if count == 1 else numbered)
    return made
