"""Roles that come with a file: who stands in docenti.csv is a teacher."""

from datetime import date

from registro_core.imports.records import Record, Records
from registro_core.items import Role
from registro_core.people.models import RoleGrant


class Roles:
    """The roles people hold; a new one holds from the start of the year, or at once before it."""

    def __init__(self, records: Records, start: date, on: date) -> None:
        self._records = records
        self._start = start
        self._on = on
        self._held: dict[tuple[object, Role], Record] = {}
        for grant in records.of(RoleGrant):
            if grant["ends_on"] is None or grant["ends_on"] >= on:
                self._held[grant["person_id"], grant["role"]] = grant

    def has(self, person: Record, role: Role) -> bool:
        """Whether a person holds a role, now or soon."""
        return (person.key, role) in self._held

    def ensure(self, person: Record, role: Role, title: str | None = None) -> Record | None:
        """Plan a role for a person who does not hold it; return the new grant."""
        if self.has(person, role):
            return None
        values = {
            "person_id": person,
            "role": role,
            "starts_on": self._start if person.is_new else self._on,
            "ends_on": None,
            "title": title,
        }
        grant = self._records.add(RoleGrant, values)
        self._held[person.key, role] = grant
        return grant
