"""Filling in forms and reading the inbox, as a person does."""

from typing import Any

from registro_core.notices.inbox import inbox
from registro_core.notices.texts import DEFAULT_LANGUAGE, render
from registro_core.testing.fixtures import TestSchool

OFFICE = "segreteria"


def fill(school: TestSchool, path: str, username: str = OFFICE, **values: str) -> Any:
    """The form of a page (the one with an idempotency key) filled in, not sent yet."""
    forms = school.as_(username).get(path, status=200).forms.values()
    form = next(form for form in forms if "idempotency_key" in form.fields)
    for name, value in values.items():
        form[name] = value
    return form


def inbox_of(school: TestSchool, username: str) -> list[str]:
    """The subjects in somebody's inbox now, newest first, in Italian."""
    person_id, now = school.people[username], school.clock.now
    with school.session() as session:
        rows = inbox(session, person_id, now, unread_only=False, offset=0, limit=100)
    # Messages are Italian: filled in, they need no catalogue.
    return [
        render(row.subject, DEFAULT_LANGUAGE, lambda text: str(text.interpolate())) for row in rows
    ]
