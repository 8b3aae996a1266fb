"""Errors of the database end in logs: they name the fault, and nobody's data."""

import traceback

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from registro_core.people.models import Person

CODE = "RSSMRA10A01H501X"


def test_a_failing_statement_does_not_tell_its_values(school):
    person = {
        "surname": "Segreti",
        "given_name": "Anna",
        "codice_fiscale": CODE,
        "created_at": school.clock(),
    }

    with school.session() as session:
        session.execute(insert(Person).values(person))
        with pytest.raises(IntegrityError) as caught:
            session.execute(insert(Person).values(person))
        session.rollback()

    written = "".join(traceback.format_exception(caught.value))
    assert "codice_fiscale" in written
    assert CODE not in written
    assert "Segreti" not in written
