"""Two co-teachers who save at the same moment: nobody's text is lost, nobody signs twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from registro_core.testing import TestSchool
from registro_lessons.models import Lesson, Signature


def test_of_two_who_write_at_once_one_is_told(
    school: TestSchool, timetable: int, form_of: Any
) -> None:
    address = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"
    forms = []
    for who, sign in (
        ("docente", f"curricular:{school.subjects['MAT']}"),
        ("coordinatore", "co-teaching:whole"),
    ):
        form = form_of(school.as_(who).get(address))
        form["lessons-sign"], form["lessons-hours"] = sign, "1"
        form["lessons-topic"] = f"Testo di {who}"
        forms.append(form)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda form: form.submit(expect_errors=True), forms))
    assert sorted(answer.status_int for answer in answers) == [303, 409]
    refused = next(answer for answer in answers if answer.status_int == 409)
    assert "Testo di docente" in refused
    assert "Testo di coordinatore" in refused
    with school.session() as session:
        assert session.scalar(select(func.count(Lesson.id))) == 1
        assert session.scalar(select(func.count(Signature.id))) == 1


def test_one_teacher_at_two_places_at_once_signs_one(
    school: TestSchool, timetable: int, form_of: Any
) -> None:
    forms = []
    for name in ("1A", "2A"):
        address = f"/classes/{school.classes[name]}/lessons/2026-11-24/2"
        form = form_of(school.as_("docente").get(address))
        form["lessons-sign"] = f"curricular:{school.subjects['MAT']}"
        form["lessons-hours"] = "1"
        forms.append(form)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda form: form.submit(expect_errors=True), forms))
    assert sorted(answer.status_int for answer in answers) == [303, 422]
    with school.session() as session:
        assert session.scalar(select(func.count(Signature.id))) == 1
