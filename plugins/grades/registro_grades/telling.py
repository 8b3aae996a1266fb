"""When a notice may leave: after the debounce, and never in the quiet hours of the school (G9)."""

from datetime import datetime, timedelta

from registro_core.api import Request, SchoolSettings, after_quiet_hours, quiet_hours
from registro_grades.settings import DEBOUNCE


def leaves_at(request: Request) -> datetime:
    """The instant before which a notice of now does not leave."""
    return leaves_after(request.school_settings, request.now)


def leaves_after(settings: SchoolSettings, instant: datetime) -> datetime:
    """The instant before which a notice of something that happens then does not leave."""
    debounce = timedelta(minutes=settings.integer(DEBOUNCE.name))
    return after_quiet_hours(instant + debounce, quiet_hours(settings))
