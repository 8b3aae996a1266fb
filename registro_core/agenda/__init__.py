"""The agenda: one calendar for a class, a student or a teacher, made of what plugins put in."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import ClassContext, SchoolContext, StudentContext

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the routes."""
    # Here, not above: models are imported before the web is there.
    from registro_core.db.apart import work_apart  # noqa: PLC0415

    config.add_route("calendar", "/calendar", factory=SchoolContext)
    config.add_route("calendar.feeds", "/calendar/feeds", factory=SchoolContext)
    config.add_route("calendar.feed.revoke", "/calendar/feeds/revoke", factory=SchoolContext)
    config.add_route("calendar.class", "/classes/{class_id}/calendar", factory=ClassContext)
    config.add_route("calendar.student", "/students/{student_id}/calendar", factory=StudentContext)
    config.add_route("calendar.feed", "/calendar/feed/{token}.ics")
    work_apart(config, "calendar.feed")
    config.scan("registro_core.agenda.views")
    config.scan("registro_core.agenda.feeds.views")
