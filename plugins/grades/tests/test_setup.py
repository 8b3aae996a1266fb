"""How a school judges: codes, scales, subjects (G2, G4, G8, P1, P2)."""

import pytest
from sqlalchemy import delete, select

from registro_core.api import Teaching, TeachingKind
from registro_grades.models import Code, Scale, SubjectRule


def form_of(page):
    return next(f for f in page.forms.values() if (f.action or "").startswith("/marks/setup"))


@pytest.fixture
def setup(school):
    """Open a page of the set-up as the head."""

    def run(*rest, who="dirigente", status=200):
        return school.as_(who).get("/".join(["/marks/setup", *map(str, rest)]), status=status)

    return run


def code_id(school, short):
    with school.session() as session:
        return session.scalars(select(Code.id).where(Code.short == short)).one()


@pytest.mark.parametrize(
    ("who", "status"),
    [("dirigente", 200), ("vicario", 200), ("segreteria", 200), ("docente", 403), ("mamma", 403)],
)
def test_head_and_office_decide(setup, who, status):
    setup(who=who, status=status)


def test_g11_an_alternative_of_its_own_is_not_said_to_count_either(setup, marks, school):
    marks.teach("estraneo", "STO", "2A", kind=TeachingKind.ALTERNATIVE)

    def said(name):
        link = setup().html.select_one(f"a[href='/marks/setup/subjects/{school.subjects[name]}']")
        return link.find_parent("tr").find_all("td")[-1].text

    # History is taught as itself too.
    assert said("STO") == "sì"
    with school.session() as session:
        own = Teaching.kind == TeachingKind.CURRICULAR
        session.execute(delete(Teaching).where(Teaching.subject_id == school.subjects["STO"], own))
    assert said("STO") == "no"


def test_g11_what_never_counts_is_not_said_to_count(setup, school):
    rows = {row.a["href"]: row for row in setup().html.select("tr:has(a)")}
    told = {
        name: rows[f"/marks/setup/subjects/{school.subjects[name]}"].find_all("td")[-1].text
        for name in ("MAT", "REL")
    }
    assert told == {"MAT": "sì", "REL": "no"}
    assert f"/marks/setup/subjects/{school.subjects['SOS']}" not in rows


class TestCodes:
    """G8: codes are the school's."""

    def test_a_new_one_may_be_given(self, setup, marks, grid, school):
        form = form_of(setup("codes", "new"))
        form["short"], form["label"], form["counts_as"] = "G", "Giustificato", "6-"
        form.submit(status=303)
        test = marks.test()
        grid().write(test, anna="g").save()
        with school.session() as session:
            code = session.get_one(Code, marks.of("anna")[0].code_id)
            assert (code.short, code.quarters) == ("G", 23)

    @pytest.mark.parametrize(
        ("short", "words"),
        [
            ("7", "si confonde con un voto"),
            ("7+", "si confonde con un voto"),
            ("nc", "già una sigla uguale"),
            ("−", "già una sigla uguale"),
            ("a b", "non ha spazi"),
            ("a=b", "non ha spazi"),
        ],
    )
    def test_what_would_be_read_as_something_else_is_refused(self, setup, short, words):
        form = form_of(setup("codes", "new"))
        form["short"], form["label"] = short, "Prova"
        assert words in form.submit(status=422)

    def test_what_it_counts_as_is_a_mark(self, setup):
        form = form_of(setup("codes", "new"))
        form["short"], form["label"], form["counts_as"] = "G", "Prova", "12"
        assert "da 1 a 10" in form.submit(status=422)

    def test_under_old_marks_its_meaning_does_not_change(self, setup, marks, school):
        marks.give(marks.test(), "anna", "I")
        number = code_id(school, "I")
        form = form_of(setup("codes", number))
        form["counts_as"] = "3"
        assert "non cambiano più" in form.submit(status=422)
        form = form_of(setup("codes", number))
        form["label"] = "Non preparato"
        form.submit(status=303)
        with school.session() as session:
            assert session.get_one(Code, number).label == "Non preparato"

    def test_retired_its_letters_are_free(self, setup, school):
        form_of(setup("codes", code_id(school, "MD"))).submit("act", value="retire", status=303)
        form = form_of(setup("codes", "new"))
        form["short"], form["label"] = "MD", "Materiale dimenticato"
        form.submit(status=303)

    def test_two_at_once(self, setup, school):
        number = code_id(school, "I")
        first, second = form_of(setup("codes", number)), form_of(setup("codes", number))
        first["label"], second["label"] = "Uno", "Due"
        first.submit(status=303)
        assert "Due" in second.submit(status=409)


class TestScales:
    """P1, P2: scales are data, by school year."""

    def test_it_is_changed_while_nothing_rests_on_it(self, setup, school):
        form = form_of(setup("scales", 1))
        form["levels"] = "Ott; Ottimo; Padronanza piena\nSuff; Sufficiente\nIns; Insufficiente"
        form.submit(status=303)
        page = setup("scales", 1)
        assert form_of(page)["levels"].value.splitlines()[0] == "Ott; Ottimo; Padronanza piena"

    def test_under_old_marks_a_new_version_begins_with_a_year(self, setup, marks, school):
        test = marks.test("REL", share="religion")
        marks.give(test, "anna", "Ott")
        form = form_of(setup("scales", 1))
        form["levels"], form["failing"] = "Ecc; Eccellente\nIns; Insufficiente", "1"
        assert "da quale anno" in form.submit(status=422)
        next_year = marks.next_year()
        form = form_of(setup("scales", 1))
        form["levels"], form["year"] = "Ecc; Eccellente\nIns; Insufficiente", str(next_year)
        form["failing"] = "1"
        form.submit(status=303)
        with school.session() as session:
            old, new = session.scalars(
                select(Scale).where(Scale.use == "religion").order_by(Scale.starts_on)
            ).all()
            assert (old.ends_on.isoformat(), new.starts_on.isoformat()) == (
                *("2027-08-31", "2027-09-01"),
            )

    @pytest.mark.parametrize(
        ("levels", "words"),
        [
            ("Ott", "Riga 1: scrivi sigla; giudizio"),
            ("Ott; Ottimo", "almeno due giudizi"),
            ("Ott; Ottimo\nott; Altro", "sigle diverse"),
            ("a b; Ottimo\nIns; Insufficiente", "una parola sola"),
        ],
    )
    def test_what_cannot_be_read_is_refused_by_line(self, setup, levels, words):
        form = form_of(setup("scales", 1))
        form["levels"] = levels
        assert words in form.submit(status=422)

    def test_at_least_one_is_sufficient(self, setup):
        form = form_of(setup("scales", 1))
        form["failing"] = "7"
        assert "Almeno un giudizio" in form.submit(status=422)

    def test_a_new_one(self, setup, school):
        form = form_of(setup("scales", "new"))
        form["name"], form["levels"] = "Competenze", "A; Avanzato\nB; Base"
        form.submit(status=303)
        with school.session() as session:
            assert session.scalars(select(Scale.name).where(Scale.name == "Competenze")).one()


class TestSubjects:
    """G2, G4: kinds in use, in the average or not."""

    def test_g2_only_the_kinds_in_use_are_offered(self, setup, school, grid):
        number = school.subjects["MAT"]
        form = form_of(setup("subjects", number))
        for field in form.fields["kinds"]:
            field.checked = field._value == "single"
        form.submit(status=303)
        page = grid("new").page
        assert [each["value"] for each in page.html.find_all("input", {"name": "kind"})] == [
            "single"
        ]

    def test_g2_a_term_may_have_its_own(self, setup, school, grid):
        number = school.subjects["MAT"]
        page = setup("subjects", f"{number}?term=1")
        form = form_of(page)
        for field in form.fields["kinds"]:
            field.checked = field._value in {"written", "oral"}
        form.submit(status=303)
        with school.session() as session:
            rule = session.scalars(select(SubjectRule)).one()
            assert (rule.term_id, rule.kinds) == (1, ["written", "oral"])
        page = grid("new").page
        assert len(page.html.find_all("input", {"name": "kind"})) == 2

    def test_none_at_all_is_refused(self, setup, school):
        form = form_of(setup("subjects", school.subjects["MAT"]))
        for field in form.fields["kinds"]:
            field.checked = False
        assert "almeno un tipo" in form.submit(status=422)

    def test_two_at_once(self, setup, school):
        number = school.subjects["MAT"]
        first, second = form_of(setup("subjects", number)), form_of(setup("subjects", number))
        first.submit(status=303)
        second.submit(status=409)
