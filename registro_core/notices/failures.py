"""Why a mail or another message did not leave: what it becomes follows from it."""

from datetime import timedelta


class NotSent(Exception):
    """It did not leave; the message says why, and holds nothing of its text."""


class Refused(NotSent):
    """The other side refused it for good (of SMTP a 5xx)."""


class AddressGone(Refused):
    """There is nobody at this address any more."""


class Postponed(NotSent):
    """The other side wants it later (of SMTP a 4xx)."""

    def __init__(self, message: str, after: timedelta | None = None) -> None:
        """`after`: not before so long, if the other side said it."""
        super().__init__(message)
        self.after = after


class Outage(NotSent):
    """Nothing can leave now: the other side is away, or does not let us in."""


class AnswerLost(Exception):
    """It was handed over and no answer came: it may have left."""
