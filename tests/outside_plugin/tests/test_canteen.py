"""The canteen on the core alone: page, part, permission, notice, translation."""

from sqlalchemy import select

from registro_canteen.models import MealCount
from registro_core.testing import TODAY, TestSchool, inbox_of


def lesson(school: TestSchool, slot: int = 1) -> str:
    return f"/classes/{school.classes['1A']}/lessons/{TODAY}/{slot}"


def save(school: TestSchool, meals: str, status: int):  # type: ignore[no-untyped-def]
    form = school.as_("docente").get(lesson(school)).forms["lesson"]
    form["canteen-meals"] = meals
    return form.submit(status=status)


def test_the_teacher_counts_and_the_office_is_told(school: TestSchool) -> None:
    save(school, "3", 303)
    with school.session() as session:
        assert session.scalars(select(MealCount.meals)).all() == [3]
    assert inbox_of(school, "segreteria") == ["Pasti di oggi: 3"]


def test_a_wrong_number_is_told_and_nothing_is_lost(school: TestSchool) -> None:
    page = save(school, "99", 422)
    assert 'value="99"' in page
    assert "un numero da 0" in page


def test_the_second_of_two_is_told(school: TestSchool) -> None:
    save(school, "3", 303)
    browser = school.as_("docente")
    first, second = (browser.get(lesson(school)).forms["lesson"] for _ in range(2))
    first["canteen-meals"], second["canteen-meals"] = "2", "1"
    first.submit(status=303)
    second.submit(status=409)


def test_only_the_first_hour_asks(school: TestSchool) -> None:
    assert "canteen-meals" not in school.as_("docente").get(lesson(school, slot=2))


def test_who_sees_the_page(school: TestSchool) -> None:
    path = f"/canteen/{school.classes['1A']}"
    school.as_("docente").get(path, status=200)
    school.as_("estraneo").get(path, status=403)
    school.as_("mamma").get(path, status=404)


def test_english(school: TestSchool) -> None:
    browser = school.as_("docente")
    browser.set_cookie("_LOCALE_", "en")
    assert "No meals counted." in browser.get(f"/canteen/{school.classes['1A']}")
