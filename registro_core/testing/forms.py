"""Filling in forms as a person does."""

from typing import Any

from registro_core.testing.fixtures import TestSchool

OFFICE = "segreteria"


def fill(school: TestSchool, path: str, username: str = OFFICE, **values: str) -> Any:
    """The form of a page (the one with an idempotency key) filled in, not sent yet."""
    forms = school.as_(username).get(path, status=200).forms.values()
    form = next(form for form in forms if "idempotency_key" in form.fields)
    for name, value in values.items():
        form[name] = value
    return form
