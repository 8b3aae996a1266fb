"""The files of two whole schools: everything created, nothing refused, and a second run does nothing."""

import time
from pathlib import Path

import pytest

from registro_core.imports import services
from registro_core.imports.report import Outcome, Severity
from registro_core.people.models import Person
from registro_core.school.models import Enrolment

DATA = Path(__file__).parents[4] / "shared" / "data"
SCHOOLS = {"iis-galilei": 1027, "ic-montessori": 577}

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the two schools' files are not in {DATA}"
)


@pytest.mark.parametrize("name", SCHOOLS)
def test_a_whole_school(register, name):
    files = {
        upload.name: upload.content
        for upload in services.read_directory(DATA / name)
        if upload.name.endswith(".csv")
    }
    # Seconds of our own work: how busy the machine is besides is not the point.
    began = time.process_time()
    plan = register.run(files)
    assert time.process_time() - began < 15
    students = next(file for file in plan.report.files if file.kind == "alunni")
    assert students.count(Outcome.CREATED) == register.count(Enrolment) == SCHOOLS[name]
    assert plan.report.count(Outcome.REFUSED) == 0
    assert plan.report.tally(Severity.ERROR) == plan.report.tally(Severity.WARNING) == 0
    people = register.count(Person)
    assert register.run(files).report.changes == 0
    assert register.count(Person) == people
