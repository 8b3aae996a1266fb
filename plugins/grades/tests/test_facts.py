"""What marks answer to other plugins: results, who is at risk, what a report card prints."""

from datetime import date
from fractions import Fraction

from sqlalchemy import update

from registro_core.api import ReportSection, SubjectResult
from registro_grades.marks.results import missing_tests, results
from registro_grades.marks.sums import sums
from registro_grades.models import Observation

FIRST, UNTIL = date(2026, 9, 14), date(2026, 11, 24)


def asked(school, hook, **arguments):
    """What a hook answers on class 1A, as core and plugins ask it."""
    given = {"class_id": school.classes["1A"], "until": UNTIL, **arguments}
    with school.session() as session:
        return school.platform.plugins.collect(hook, session=session, **given)


def results_of(school, name, first=FIRST, until=UNTIL):
    """The results of a student by subject."""
    found = asked(school, "registro_subject_results", first_day=first, until=until)
    return {each.subject_id: each for each in found if each.student_id == school.people[name]}


def test_results_by_student_and_subject(marks, school):
    marks.give(marks.test(), "anna", "6")
    marks.give(marks.test(weight=50), "anna", "8")
    marks.give(marks.test("REL", share="religion"), "anna", "Ott")

    mine, maths = results_of(school, "anna"), school.subjects["MAT"]
    assert mine[maths] == SubjectResult(school.people["anna"], maths, Fraction(20, 3), "", 2)
    assert mine[school.subjects["REL"]].judgement == "Ottimo"
    assert mine[school.subjects["REL"]].average is None


def test_s13_nothing_is_rounded_and_what_does_not_count_is_left_out(marks, school):
    """5⅔ stays below six; weight 0 and drafts give no average, what is cancelled gives nothing."""
    for text in ("5½", "5½", "6"):
        marks.give(marks.test(), "anna", text)
    marks.give(marks.test(weight=0), "anna", "10")
    marks.give(marks.test(), "anna", "2", "draft")
    marks.give(marks.test(), "anna", "2", cancelled_at=school.clock.now)

    found = results_of(school, "anna")[school.subjects["MAT"]]
    assert found.average == Fraction(17, 3)
    assert (found.count, found.insufficient) == (4, 2)


def test_results_say_who_has_no_mark_of_a_test_others_have_one_of(marks, school):
    marks.give(marks.test(), "bruno", "7")
    marks.test()
    marks.give(marks.test(day=date(2026, 9, 10)), "bruno", "7")

    found = results_of(school, "anna")[school.subjects["MAT"]]
    assert (found.average, found.count, found.missing) == (None, 0, 1)


def test_results_of_a_term_hold_no_marks_of_another(marks, school):
    marks.give(marks.test(day=date(2026, 10, 1)), "anna", "4")
    marks.give(marks.test(day=date(2026, 11, 2)), "anna", "8")

    found = results_of(school, "anna", first=date(2026, 11, 1))
    assert found[school.subjects["MAT"]].average == 8
    assert results_of(school, "anna", until=date(2026, 10, 31))[school.subjects["MAT"]].average == 4


def test_the_class_page_warns_of_who_is_at_risk(marks, school):
    for subject in ("ITA", "MAT", "STO"):
        marks.give(marks.test(subject), "anna", "5½")
    marks.give(marks.test("MAT"), "bruno", "4")

    found = {each.student_id: each for each in asked(school, "registro_student_alerts")}
    anna, bruno = found[school.people["anna"]], found[school.people["bruno"]]
    assert anna.message.interpolate() == "Materie insufficienti: 3"
    assert bruno.message.interpolate() == "Materie sotto il 5: 1"
    assert anna.severity > bruno.severity
    page = school.as_("coordinatore").get(f"/classes/{school.classes['1A']}")
    assert f"/students/{school.people['anna']}/marks/card" in page
    assert "Materie insufficienti: 3" in page


def test_who_is_fine_gives_no_alert(marks, school):
    marks.give(marks.test(title=None), "anna", "6")
    marks.give(marks.test(title=None), "anna", "5", "draft")

    assert asked(school, "registro_student_alerts") == []


def test_a_report_card_prints_the_observations_meant_for_it(school):
    """Those of the term that a teacher chose for it: not the others, not what was cancelled."""
    anna, now = school.people["anna"], school.clock.now
    given = {"student_id": anna, "class_id": school.classes["1A"], "written_at": now}
    with school.session() as session:
        for day, text, values in (
            (date(2026, 11, 20), "Collabora con tutti.", {"in_report": True}),
            (date(2026, 10, 2), "Legge volentieri.", {"in_report": True}),
            (date(2026, 11, 3), "Solo per casa.", {}),
            (date(2026, 11, 4), "Di un altro.", {"in_report": True, "cancelled_at": now}),
            (date(2026, 9, 1), "Prima del periodo.", {"in_report": True}),
        ):
            session.add(Observation(day=day, text=text, **given, **values))

    (found,) = asked(school, "registro_report_sections", first_day=FIRST)
    assert isinstance(found, ReportSection)
    assert (found.student_id, found.key) == (anna, "grades:observations")
    assert found.rows == ("Legge volentieri.", "Collabora con tutti.")
    with school.session() as session:
        session.execute(update(Observation).values(in_report=False))
    assert asked(school, "registro_report_sections", first_day=FIRST) == []


def test_alerts_are_added_up_by_the_database_and_say_what_the_overview_says(marks, school):
    """Groups, shares of religion, codes for the absent, weights, drafts: the same numbers."""
    group = marks.group("Inglese", "1A", "anna", "bruno")
    marks.choose({"grades.risk_subjects": 1})
    for values in (
        {"subject": "MAT"},
        {"subject": "MAT", "weight": 0},
        {"subject": "ITA", "group_id": group},
        {"subject": "REL", "share": "religion"},
        {"subject": "STO", "title": None},
    ):
        test = marks.test(**values)
        marks.give(test, "anna", "Suff" if values["subject"] == "REL" else "5½")
    absent = marks.test("ITA", group_id=group)
    marks.give(absent, "anna", "5-")
    marks.give(absent, "bruno", "A")
    marks.give(marks.test("STO"), "carla", "3", "draft")
    marks.give(marks.test("STO"), "carla", "4")

    overview = school.as_("dirigente").get(f"/classes/{school.classes['1A']}/marks/overview")
    flags = {
        row.th.a["href"].split("/")[2]: row.td.get_text(" ").lower()
        for row in overview.html.select("tbody tr")
    }
    with school.session() as session:
        missing = missing_tests(session, school.classes["1A"], FIRST, UNTIL)
        found = results(session, school.classes["1A"], FIRST, UNTIL).values()
        added = {
            (s.student_id, s.subject_id): s
            for s in sums(session, [school.classes["1A"]], FIRST, UNTIL)
        }
    alerts = asked(school, "registro_student_alerts")
    assert {str(each.student_id) for each in alerts} == {who for who, text in flags.items() if text}
    for who in ("anna", "bruno", "carla", "dario"):
        student = school.people[who]
        assert missing.get(student, 0) == sum(r.missing for r in found if r.student_id == student)
    for each in found:
        one = added.get((each.student_id, each.subject_id))
        said = (None, 0, 0) if one is None else (one.average, one.marks, one.low)
        assert said == (each.average, each.count, each.insufficient)
