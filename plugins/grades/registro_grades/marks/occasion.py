"""The circumstances in which marks are written: who, when, by which rules of the school."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registro_core.api import Actor, Request, SchoolSettings, school_day
from registro_grades.settings import PUBLISH_DELAY, SHOW_MARKS_AS
from registro_grades.telling import leaves_after
from registro_grades.values import Style


@dataclass(frozen=True)
class Occasion:
    """Who writes marks, when, and what the school chose."""

    actor: Actor
    now: datetime
    settings: SchoolSettings

    @property
    def today(self) -> date:
        """The school's day."""
        return school_day(self.now)

    @property
    def style(self) -> Style:
        """How the school writes marks."""
        return Style(self.settings.text(SHOW_MARKS_AS.name))

    def publishes_at(self, chosen: datetime | None = None) -> datetime:
        """When the family sees what is published now, or for a chosen instant (G9).

        Never before the school's delay has passed.
        """
        delay = timedelta(hours=self.settings.integer(PUBLISH_DELAY.name))
        earliest = self.now + delay
        return earliest if chosen is None else max(earliest, chosen)

    def leaves_at(self, instant: datetime) -> datetime:
        """When a notice of something that happens then may leave."""
        return leaves_after(self.settings, instant)


def occasion_of(request: Request) -> Occasion:
    """The circumstances of a request."""
    return Occasion(request.actor, request.now, request.school_settings)
