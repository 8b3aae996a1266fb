"""What may be wrong with a message: refused by us, or an error the identity provider reports."""

import re

# AgID's and the Ministry's tables of anomalies; the number is all that a message can be told by.
ERROR_CODE = re.compile(r"\s*ErrorCode nr(\d{1,2})\s*", re.ASCII)


class Refused(Exception):
    """A message, file or signature that is not accepted.

    `code` is a short machine word for the log, such as `audience`; `detail` says more to an
    operator where it can be said without personal data (an entityID, a file's fault).  Neither is
    shown to who signs in.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class IdpError(Exception):
    """The identity provider answered that the person was not authenticated.

    `number` is the one of the table of anomalies (ERR), None when it gave none we can read.
    """

    def __init__(self, number: int | None) -> None:
        super().__init__("error" if number is None else f"error nr{number}")
        self.number = number


def error_code(message: str | None) -> int | None:
    """Return the number in a StatusMessage, None if there is none (ERR-1)."""
    found = ERROR_CODE.fullmatch(message or "")
    return int(found[1]) if found else None
