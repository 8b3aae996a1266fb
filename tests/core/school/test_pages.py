"""Pages of classes and students: who sees them, and how much they ask of the database."""

import pytest

from registro_core.testing import TestSchool

CLASS_READERS = {
    "docente",
    "coordinatore",
    "sostegno",
    "dirigente",
    "vicario",
    "segreteria",
    "admin",
}
ANNA_READERS = {
    *("docente", "coordinatore", "sostegno", "religione", "docente.genitore"),
    *("dirigente", "vicario", "segreteria", "mamma", "papa", "anna"),
}
# People of the school, to whom it is no secret that a student exists.
KNOW_SCHOOL = {"estraneo", "admin"}


@pytest.mark.parametrize("username", ["docente", "dirigente", "segreteria", "estraneo"])
def test_staff_sees_the_list_of_classes(school: TestSchool, username: str) -> None:
    page = school.as_(username).get("/classes", status=200)
    assert ("1A" in page.text) == (username != "estraneo")


@pytest.mark.parametrize("username", ["mamma", "anna", "adulto", "bidella"])
def test_families_see_no_list_of_classes(school: TestSchool, username: str) -> None:
    school.as_(username).get("/classes", status=403)


def test_who_sees_a_class(school: TestSchool) -> None:
    path = f"/classes/{school.classes['1A']}"
    for username in school.people:
        status = school.as_(username).get(path, expect_errors=True).status_int
        if username in CLASS_READERS | {"religione", "docente.genitore"}:
            assert status == 200, username
        else:
            assert status == (403 if username == "estraneo" else 404), username


def test_who_sees_a_student(school: TestSchool) -> None:
    path = f"/students/{school.people['anna']}"
    for username in school.people:
        status = school.as_(username).get(path, expect_errors=True).status_int
        if username in ANNA_READERS:
            assert status == 200, username
        else:
            assert status == (403 if username in KNOW_SCHOOL else 404), username


def test_a_foreign_child_looks_like_none_at_all(school: TestSchool) -> None:
    browser, anna = school.as_("altra"), school.people["anna"]
    foreign = browser.get(f"/students/{anna}", status=404)
    missing = browser.get("/students/999999", status=404)
    # The page repeats its own address, for the way back after a change of language.
    assert foreign.text.replace(f"%2F{anna}", "") == missing.text.replace("%2F999999", "")


@pytest.mark.parametrize("odd", ["0", "-1", "x", "99999999999999999999", "1.0", "%C3%A8"])
def test_odd_ids_are_not_found(school: TestSchool, odd: str) -> None:
    school.as_("dirigente").get(f"/students/{odd}", status=404)
    school.as_("dirigente").get(f"/classes/{odd}", status=404)


def test_queries_of_the_list_do_not_grow(school: TestSchool) -> None:
    browser = school.as_("dirigente")
    with school.queries() as seen:
        browser.get("/classes", status=200)
    assert len(seen) <= 10, seen
