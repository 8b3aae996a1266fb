"""Materials stand in the agenda on the day from which they are shared."""

from datetime import timedelta

from registro_core.testing import TODAY


def shown(school, who, path):
    page = school.as_(who).get(path, status=200)
    return "Materiale: Equazioni" in page.html.select_one("main").get_text(" ", strip=True)


def test_it_stands_in_the_calendars_of_those_who_may_open_it(school, materials):
    materials.write(to=materials.to("1A"))
    people = school.people

    assert shown(school, "docente", "/calendar")
    assert shown(school, "mamma", f"/students/{people['anna']}/calendar")
    assert not shown(school, "mamma", f"/students/{people['luca']}/calendar")
    assert shown(school, "coordinatore", f"/classes/{school.classes['1A']}/calendar")
    assert not shown(school, "docente", f"/classes/{school.classes['2A']}/calendar")


def test_what_is_still_to_come_is_in_its_teachers_calendar_alone(school, materials):
    materials.write(to=materials.to("1A"), starts_on=TODAY + timedelta(days=1))
    anna = f"/students/{school.people['anna']}/calendar"

    assert shown(school, "docente", "/calendar")
    assert not shown(school, "mamma", anna)
    assert not shown(school, "coordinatore", f"/classes/{school.classes['1A']}/calendar")
    school.clock.advance(days=1)
    assert shown(school, "mamma", anna)


def test_what_was_taken_back_is_in_no_calendar(school, materials):
    item = materials.write(to=materials.to("1A"))
    page = school.as_("docente").get(f"/materials/items/{item}/share")
    next(f for f in page.forms.values() if (f.action or "").endswith("/end")).submit(status=303)

    assert not shown(school, "docente", "/calendar")
    assert not shown(school, "mamma", f"/students/{school.people['anna']}/calendar")


def test_what_is_for_one_student_alone_is_not_shown_to_the_council(school, materials):
    materials.write(student=f"s{school.people['anna']}")

    assert not shown(school, "coordinatore", f"/students/{school.people['anna']}/calendar")
    assert shown(school, "docente", "/calendar")
