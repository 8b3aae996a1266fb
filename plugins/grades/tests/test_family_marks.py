"""The family's page of marks: who sees what, receipts, changes, averages, and nobody else's child."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from registro_core.api import SchoolClass, SchoolOrder, StudentProfile
from registro_grades.models import Correction, Receipt, Scale, ScaleLevel, ScaleUse


class Family:
    """The family's pages of a student."""

    def __init__(self, marks):
        self.marks, self.school = marks, marks.school

    def path(self, student="anna", *rest):
        return "/".join([f"/students/{self.school.people[student]}/marks", *rest])

    def open(self, who="mamma", student="anna", query="", **options):
        return self.school.as_(who).get(self.path(student) + query, **options)

    def said(self, who="mamma", student="anna", query=""):
        main = self.open(who, student, query).html.select_one("#main")
        return " ".join(main.get_text(" ").split())

    def confirm(self, who="mamma", student="anna"):
        page = self.open(who, student)
        form = next(f for f in page.forms.values() if (f.action or "").endswith("/seen"))
        return form.submit(status=303)

    def receipts(self):
        with self.school.session() as session:
            rows = session.execute(select(Receipt.mark_id, Receipt.person_id)).all()
        names = {person_id: name for name, person_id in self.school.people.items()}
        return {(mark_id, names[person_id]) for mark_id, person_id in rows}


def read_aloud(page):
    """All text of a page, with the labels that stand for text."""
    labels = [str(tag.get("aria-label", "")) for tag in page.html.find_all(True)]
    return "\n".join([page.html.get_text(" "), *labels])


@pytest.fixture
def family(marks):
    return Family(marks)


@pytest.fixture
def one_of_each(marks):
    """A mark of anna's in every state, told apart by their comments."""
    now = marks.school.clock.now
    for state, publish, cancelled in (
        ("bozza-x", "draft", None),
        ("programmato-x", "later", None),
        ("pubblicato-x", "now", None),
        ("annullato-x", "now", now),
        ("bozza-annullata-x", "draft", now),
    ):
        values = {"cancelled_at": cancelled, "cancel_reason": "motivo-x" if cancelled else None}
        marks.give(marks.test(), "anna", "7+", publish, comment=state, **values)


FAMILY = {"pubblicato-x", "annullato-x"}
COUNCIL = {"programmato-x", "pubblicato-x", "annullato-x"}
EVERYTHING = {"bozza-x", "programmato-x", "pubblicato-x", "annullato-x", "bozza-annullata-x"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("mamma", FAMILY),
        ("papa", FAMILY),
        ("anna", FAMILY),
        ("coordinatore", COUNCIL),
        ("dirigente", COUNCIL),
        ("vicario", COUNCIL),
    ],
)
def test_g9_g10_who_reads_which_state(family, one_of_each, who, sees):
    page = family.open(who).text

    assert {state for state in EVERYTHING if f">{state}<" in page} == sees


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((who, 404) for who in ("altra", "ristretto", "bruno", "adulto", "bidella")),
        *((who, 403) for who in ("docente", "docente.genitore", "religione", "sostegno")),
        *((who, 403) for who in ("estraneo", "segreteria", "admin")),
    ],
)
def test_nobody_else_reads_it(family, one_of_each, who, status):
    answer = family.open(who, status=status)

    assert not any(state.encode() in answer.body for state in EVERYTHING)


def test_the_support_teacher_reads_their_own_student(family, marks):
    marks.give(marks.test(), "dario", "7+", comment="ragione-x")

    assert "ragione-x" in family.open("sostegno", "dario")


def test_the_adult_reads_their_own_and_may_keep_the_parents_out(family, marks):
    marks.give(marks.test(class_name="2A"), "adulto", "7+", comment="ragione-x")

    assert "ragione-x" in family.open("adulto", "adulto")


def test_the_council_reads_where_the_school_enabled_it(family, one_of_each, marks):
    marks.choose({"grades.council_sees_marks": True})

    assert "pubblicato-x" in family.open("docente.genitore")


def test_no_byte_of_another_child(family, marks):
    """Names, marks, comments of the class in the same tests: none reaches the family."""
    test = marks.test()
    marks.give(test, "anna", "7+", comment="mia")
    for name, text in (("bruno", "3-"), ("carla", "9½"), ("dario", "4+")):
        marks.give(test, name, text, comment=f"segreto-{name}")
    for path in (
        family.path(),
        family.path() + "?view=table&term=year",
        family.path("anna", "simulator"),
        "/",
        "/marks/family",
        f"/students/{family.school.people['anna']}",
    ):
        page = family.school.as_("mamma").get(path, status=200)
        for word in ("segreto", "Bianchi", "Conti", "De Luca", "Carla"):
            assert word.encode() not in page.body, (path, word)
        # A mark is two characters: icons and tokens may hold them, what is read may not.
        for mark in ("3-", "9½", "4+"):
            assert mark not in read_aloud(page), (path, mark)


def test_newest_first_with_kind_weight_title_and_comment(family, marks):
    marks.give(marks.test(day=date(2026, 11, 3), title="Frazioni"), "anna", "5")
    marks.give(
        marks.test(day=date(2026, 11, 20), title="Equazioni", weight=50),
        "anna",
        "7½",
        comment="Buon metodo.",
    )
    said = family.said()

    assert said.index("Equazioni") < said.index("Frazioni")
    assert "Scritto · 20 nov · peso 50%" in said
    assert "Buon metodo." in said
    assert "Media 5,83" in said
    assert "ogni voto per il suo peso, diviso la somma dei pesi" in said


def test_g3_weight_zero_does_not_count_and_says_so(family, marks):
    marks.give(marks.test(), "anna", "8")
    marks.give(marks.test(weight=0), "anna", "4")
    said = family.said()

    assert "non fa media" in said
    assert "Media 8" in said


def test_g4_the_general_average_is_the_mean_of_the_subjects(family, marks):
    for text in ("6", "6", "6"):
        marks.give(marks.test(), "anna", text)
    marks.give(marks.test("ITA", teacher="coordinatore"), "anna", "9")

    said = family.said()
    assert "Media generale 7,5" in said
    assert "È la media delle medie delle materie che contano" in said


def test_averages_that_the_school_hides_are_nowhere(family, marks):
    marks.choose({"grades.show_averages": False})
    for text in ("6", "7"):
        marks.give(marks.test(), "anna", text)

    said = family.said()
    assert "6,5" not in said
    assert "Media" not in said.replace("Medie", "")
    assert "ha scelto di non mostrare le medie" in said
    assert "6,5" in family.said("coordinatore")


def test_marks_are_written_as_the_school_writes_them(family, marks):
    marks.choose({"grades.show_marks_as": "decimals"})
    marks.give(marks.test(), "anna", "7½")

    assert "7,5" in family.said()
    assert "½" not in family.said()


def test_terms_part_the_year(family, marks):
    marks.give(marks.test(day=date(2026, 10, 5), title="Prima"), "anna", "7")
    family.school.clock.advance(days=50)
    marks.give(marks.test(day=date(2027, 1, 12), title="Dopo"), "anna", "8")

    assert "Dopo" in family.said()
    assert "Prima" not in family.said()
    assert "Prima" in family.said(query="?term=year")


# ---- receipts and changes -----------------------------------------------------------------------


def test_a_receipt_for_each_mark_and_each_parent(family, marks):
    one, two = (marks.give(marks.test(), "anna", text) for text in ("6", "7"))
    assert "Ho visto i 2 voti nuovi" in family.said()

    assert "Presa visione registrata" in family.confirm().follow()

    assert family.receipts() == {(one, "mamma"), (two, "mamma")}
    assert "Visto il 24 nov" in family.said()
    assert "Ho visto i 2 voti nuovi" in family.said("papa")


def test_only_what_was_on_the_page_is_confirmed(family, marks):
    one = marks.give(marks.test(), "anna", "6")
    page = family.open()
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/seen"))
    marks.give(marks.test(), "anna", "3")

    form.submit(status=303)

    assert family.receipts() == {(one, "mamma")}


def test_ids_of_others_are_left_out(family, marks):
    test = marks.test()
    own, other = marks.give(test, "anna", "6"), marks.give(test, "bruno", "6")
    draft = marks.give(marks.test(), "anna", "6", "draft")
    browser = family.school.as_("mamma")
    page = browser.get(family.path())
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/seen"))
    fields = [*form.submit_fields(), ("mark", str(other)), ("mark", str(draft)), ("mark", "x")]
    browser.post(family.path("anna", "seen"), fields, status=303)

    assert family.receipts() == {(own, "mamma")}


def test_who_reads_for_the_school_confirms_nothing(family, marks):
    marks.give(marks.test(), "anna", "6")

    assert "Ho visto" not in family.said("coordinatore")


def test_l8_a_changed_mark_is_shown_as_changed_with_its_reason_and_is_new_again(family, marks):
    mark = marks.give(marks.test(), "anna", "6")
    family.confirm()
    later = family.school.clock.now + timedelta(minutes=5)
    with family.school.session() as session:
        session.add(
            Correction(mark_id=mark, at=later, before="5", after="6", reason="Somma sbagliata")
        )
    family.school.clock.advance(minutes=10)

    said = family.said()
    assert "Modificato il 24 novembre, 9:10: 5 → è diventato 6 . Somma sbagliata" in said
    assert "Ho visto il voto nuovo" in said
    family.confirm()
    assert "Ho visto" not in family.said()
    assert "modificato, prima era 5" in family.said(query="?view=table")


def test_a_withdrawn_mark_stays_with_its_reason_and_counts_no_more(family, marks):
    marks.give(marks.test(), "anna", "8")
    marks.give(
        marks.test(),
        "anna",
        "4",
        cancelled_at=family.school.clock.now,
        cancel_reason="Prova annullata",
    )
    said = family.said()

    assert "Annullato il 24 novembre, 9:05: Prova annullata" in said
    assert "Media 8" in said


# ---- judgements ----------------------------------------------------------------------------------


@pytest.fixture
def primary(marks):
    """1A is a class of a primary school."""
    with marks.school.session() as session:
        session.get(SchoolClass, marks.school.classes["1A"]).order = SchoolOrder.PRIMARY
        scale = session.scalars(
            select(Scale.id).where(
                Scale.use == ScaleUse.SUBJECTS,
                Scale.order == SchoolOrder.PRIMARY,
                Scale.ends_on.is_(None),
            )
        ).one()
        rows = session.execute(
            select(ScaleLevel.name, ScaleLevel.id).where(ScaleLevel.scale_id == scale)
        ).all()
        return dict(rows)


def test_g12_primary_school_has_a_distribution_and_never_an_average(family, marks, primary):
    best, *_rest = primary
    names = list(primary)
    for name in (names[0], names[0], names[1]):
        marks.give(marks.test(), "anna", "", level_id=primary[name])

    page = family.open()
    said = family.said()
    assert "Media" not in said.replace("non hanno media", "").replace("Media di una materia", "")
    assert "I giudizi si contano e non hanno media" in said
    bars = page.html.select("svg.r-dist")
    assert len(bars) == 2
    assert f"{names[0]}: 2" in bars[0].find("desc").text
    assert f"{names[1]}: 1" in bars[0].find("desc").text
    assert best in said


# ---- the year in one page, for little ----------------------------------------------------------------


def test_the_page_asks_at_most_eight_questions(family, marks):
    browser = family.school.as_("mamma")
    test = marks.test()
    marks.give(test, "anna", "7", comment="x")
    browser.get(family.path())
    with family.school.queries() as few:
        browser.get(family.path())
    for number in range(20):
        mark = marks.give(marks.test(day=date(2026, 11, 1) + timedelta(number)), "anna", "7")
        with family.school.session() as session:
            session.add(
                Correction(
                    mark_id=mark, at=family.school.clock.now, before="5", after="7", reason="x"
                )
            )
    with family.school.queries() as many:
        browser.get(family.path())

    assert len(many) <= 8, "\n".join(many)
    assert len(many) == len(few)


def test_the_home_page_does_not_ask_more_for_more_marks(family, marks):
    marks.give(marks.test(), "anna", "7")
    browser = family.school.as_("mamma")
    browser.get("/")
    with family.school.queries() as few:
        browser.get("/")
    for _number in range(5):
        marks.give(marks.test(), "anna", "7")
        marks.give(marks.test(class_name="2A"), "luca", "7")
    with family.school.queries() as many:
        browser.get("/")

    assert len(many) == len(few)


# ---- all children together ---------------------------------------------------------------------------


def test_the_home_page_shows_the_latest_marks_of_each_child(family, marks):
    marks.give(marks.test(title="Di Anna"), "anna", "7½")
    marks.give(marks.test(class_name="2A", title="Di Luca"), "luca", "9")
    page = family.school.as_("mamma").get("/").text

    assert "Di Anna" in page
    assert "Di Luca" in page
    assert "7½" in page
    assert "Di Anna" not in family.school.as_("altra").get("/")


def test_who_has_one_child_is_led_to_it_who_has_more_finds_them(family, marks):
    marks.give(marks.test(), "anna", "7")

    several = family.school.as_("mamma").get("/marks/family", status=200)
    assert "Luca" in several
    one = family.school.as_("altra").get("/marks/family", status=303)
    assert one.location.endswith(family.path("bruno"))


def test_an_adult_who_keeps_the_parents_out(family, marks):
    with family.school.session() as session:
        session.get(StudentProfile, family.school.people["adulto"]).parents_may_see_adult = False

    assert family.school.as_("adulto").get("/marks/family", status=303)
