"""Every table that points at a person is in the export of its owner, core and plugins (check 65).

Whoever adds such a table and forgets the export, or the erasure, fails here.
"""

import re

import pytest
from sqlalchemy import Table

from registro_core.db.base import Base
from registro_core.db.migrate import known_owners, owner_of
from registro_core.people.models import Person
from registro_core.plugins import CORE, installed
from registro_core.testing import school_with

OWNERS = [CORE, *sorted(installed())]
HOOKS = ("registro_personal_data", "registro_erase_person")


@pytest.fixture
def whole_school(applications, databases):
    """The school with every plugin that is installed."""
    # what a plugin cannot start without; nothing is asked of the bucket
    ini = {"s3_store.bucket": "b"}
    with school_with(applications, databases, tuple(sorted(installed())), ini) as school:
        yield school


def person_tables(owner: str) -> list[Table]:
    """The tables of an owner with a foreign key to a person, and the person's own."""
    owners = known_owners()
    return [
        table
        for table in Base.metadata.sorted_tables
        if owner_of(table.name, owners) == owner
        and (table is Person.__table__ or person_columns(table))
    ]


def person_columns(table: Table) -> list[str]:
    """The columns of a table that point at a person."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is Person.__table__]


def plugin_of(school, owner):
    return next(p for p in school.platform.plugins.loaded if p.name == owner)


@pytest.mark.parametrize("owner", OWNERS)
def test_the_owner_answers_both_hooks(whole_school, owner):
    if not person_tables(owner):
        return
    plugin = plugin_of(whole_school, owner)
    missing = [hook for hook in HOOKS if not whole_school.platform.plugins.implements(plugin, hook)]
    assert missing == [], f"{owner} keeps data about people and does not implement {missing}"


@pytest.mark.parametrize("owner", OWNERS)
def test_every_table_about_people_is_in_the_export(whole_school, owner):
    with whole_school.session() as session, whole_school.queries() as seen:
        whole_school.platform.plugins.call(
            plugin_of(whole_school, owner),
            "registro_personal_data",
            session=session,
            person_id=whole_school.people["anna"],
        )
    read = set(re.findall(r"(?:FROM|JOIN) \"?(\w+)", "\n".join(seen)))
    forgotten = [table.name for table in person_tables(owner) if table.name not in read]
    assert forgotten == [], f"registro_personal_data of {owner} does not read {forgotten}"


def test_every_column_of_the_core_that_names_a_person_is_looked_at(whole_school):
    """A person may be in a table as student, teacher, guardian, author: all are theirs to see."""
    with whole_school.session() as session, whole_school.queries() as seen:
        whole_school.platform.plugins.call(
            plugin_of(whole_school, CORE),
            "registro_personal_data",
            session=session,
            person_id=whole_school.people["anna"],
        )
    conditions = "\n".join(statement.partition("WHERE")[2] for statement in seen)
    forgotten = [
        f"{table.name}.{column}"
        for table in person_tables(CORE)
        for column in person_columns(table)
        if f"{table.name}.{column} " not in conditions
    ]
    assert forgotten == []


@pytest.mark.parametrize("owner", OWNERS)
def test_erasing_works_for_every_kind_of_person(whole_school, owner):
    with whole_school.session() as session:
        for person_id in whole_school.people.values():
            whole_school.platform.plugins.call(
                plugin_of(whole_school, owner),
                "registro_erase_person",
                session=session,
                person_id=person_id,
            )
