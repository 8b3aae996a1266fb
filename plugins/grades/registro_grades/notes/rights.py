"""Until when a note may be rewritten, and on which days it may be written: pure rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registro_core.api import Text
from registro_grades import _


def may_rewrite(
    written_at: datetime, cancelled_at: datetime | None, now: datetime, minutes: int
) -> bool:
    """Whether a note is fresh enough to be rewritten: the last instant of the window still is.

    Afterwards it can only be cancelled: families and head have read it.
    """
    return cancelled_at is None and minutes > 0 and now - written_at <= timedelta(minutes=minutes)


@dataclass(frozen=True)
class Days:
    """The days on which somebody may write a note in a class, first and last included.

    Teachers of the class: any day of the year so far (A9). Who stands in for a colleague
    is there today alone (L2).
    """

    first: date
    last: date

    def problem(self, day: date) -> Text | None:
        """What is wrong with a day; None if a note may be written on it."""
        if day > self.last:
            return _("Una nota non può avere una data futura.")
        if day < self.first and self.first == self.last:
            return _("In una classe non tua puoi scrivere note solo oggi.")
        return _("Quel giorno l’anno scolastico non era cominciato.") if day < self.first else None


def writing_days(today: date, year_starts_on: date, year_ends_on: date, *, of_class: bool) -> Days:
    """The days that are open to a writer."""
    last = min(today, year_ends_on)
    return Days(year_starts_on if of_class else last, last)
