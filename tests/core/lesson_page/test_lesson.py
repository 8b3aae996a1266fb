import pytest
from markupsafe import Markup, escape

from registro_core.db.versions import Conflict
from registro_core.items import LessonRef, PartError, ScheduledLesson
from registro_core.people.models import Person
from registro_core.testing import TODAY


class Part:
    """A part with one text field; it stores the text as the surname of a person."""

    def __init__(self, key="topic", order=10):
        self.key = key
        self.order = order
        self.typed = ""
        self.fail = ""
        self.session = None
        self.person_id = 0

    def render(self):
        return Markup('<section class="r-card"><input name="{0}" value="{1}"></section>').format(
            self.key, escape(self.typed)
        )

    def validate(self, form):
        self.typed = form.get(self.key, "")
        if self.fail == "validate" or not self.typed:
            return [PartError(self.key, "Scrivi qualcosa.")]
        if self.fail == "conflict":
            return [PartError(self.key, "Cambiato da un altro.", conflict=True)]
        return []

    def apply(self):
        self.session.get_one(Person, self.person_id).surname = self.typed
        self.session.flush()
        if self.fail == "apply":
            raise Conflict("somebody was faster")


@pytest.fixture
def parts(school, monkeypatch):
    """Two parts, which write the surnames of anna and bruno."""
    made = [Part("homework", 20), Part("topic", 10)]
    made[0].person_id, made[1].person_id = school.people["anna"], school.people["bruno"]
    planned = [
        ScheduledLesson(
            LessonRef(school.classes["1A"], TODAY, 1), subject_name="Italiano", signed=True
        ),
        ScheduledLesson(LessonRef(school.classes["1A"], TODAY, 2), subject_name="Matematica"),
        ScheduledLesson(LessonRef(school.classes["1A"], TODAY, 3), cancelled=True, signed=True),
    ]

    def collect(hook, **arguments):
        if hook == "registro_scheduled_lessons":
            return planned
        for part in made:
            part.session = arguments["request"].dbsession
        return made

    monkeypatch.setattr(school.platform.plugins, "collect", collect)
    return made


@pytest.fixture
def path(school):
    return f"/classes/{school.classes['1A']}/lessons/{TODAY}/2"


def surnames(school):
    with school.session() as session:
        return [session.get_one(Person, school.people[name]).surname for name in ("bruno", "anna")]


def save(school, path, *, topic, homework):
    form = school.as_("docente").get(path).forms["lesson"]
    form["topic"], form["homework"] = topic, homework
    return form.submit(expect_errors=True)


class TestShow:
    def test_parts_in_their_order_and_the_hours_of_the_day(self, school, parts, path):
        page = school.as_("docente").get(path).html

        assert [part["id"] for part in page.select(".r-part")] == ["part-topic", "part-homework"]
        hours = page.select(".r-hour")
        assert [hour["href"][-1] for hour in hours] == ["1", "2", "3", "4", "5"]
        assert "is-done" in hours[0]["class"]
        assert hours[1]["aria-current"] == "page"
        assert "is-done" not in hours[2]["class"]
        assert "Matematica" in hours[1].get_text()

    def test_a_lesson_nobody_has_parts_for(self, school, path):
        answer = school.as_("docente").get(path)

        assert "Qui non c’è niente da compilare" in answer
        assert "Salva la lezione" not in answer

    def test_the_head_reads_but_does_not_save(self, school, parts, path):
        assert "Salva la lezione" not in school.as_("dirigente").get(path)

    @pytest.mark.parametrize("person", ["mamma", "anna"])
    def test_families_do_not_know_it_exists(self, school, path, person):
        school.as_(person).get(path, status=404)

    @pytest.mark.parametrize(
        "tail", ["2026-11-24/9", "2026-11-29/1", "yesterday/1", "2026-11-24/x"]
    )
    def test_an_hour_that_is_none(self, school, tail):
        school.as_("docente").get(f"/classes/{school.classes['1A']}/lessons/{tail}", status=404)


class TestSave:
    def test_all_parts_are_stored(self, school, parts, path):
        answer = save(school, path, topic="Equazioni", homework="Pagina 84")

        assert answer.status_int == 303
        assert surnames(school) == ["Equazioni", "Pagina 84"]
        assert "Lezione salvata." in answer.follow()

    def test_one_wrong_part_stores_nothing_and_loses_nothing(self, school, parts, path):
        parts[0].fail = "validate"

        answer = save(school, path, topic="Equazioni", homework="Pagina 84")

        assert answer.status_int == 422
        assert surnames(school) == ["Bianchi", "Abate"]
        assert answer.html.select_one("[name=topic]")["value"] == "Equazioni"
        assert answer.html.select_one("[name=homework]")["value"] == "Pagina 84"
        assert answer.html.select_one(".r-alert a")["href"] == "#homework"

    def test_a_conflict_found_by_a_part(self, school, parts, path):
        parts[0].fail = "conflict"

        assert save(school, path, topic="Equazioni", homework="x").status_int == 409

    def test_a_conflict_while_storing_undoes_the_parts_before(self, school, parts, path):
        parts[0].fail = "apply"

        answer = save(school, path, topic="Equazioni", homework="Pagina 84")

        assert answer.status_int == 409
        assert "Un’altra persona ha salvato" in answer
        assert answer.html.select_one("[name=topic]")["value"] == "Equazioni"
        assert surnames(school) == ["Bianchi", "Abate"]

    def test_pressing_twice_saves_once(self, school, parts, path):
        browser = school.as_("docente")
        form = browser.get(path).forms["lesson"]
        form["topic"], form["homework"] = "Equazioni", "Pagina 84"
        first = form.submit(status=303)
        parts[0].fail = "validate"

        second = form.submit(status=303)

        assert second.location == first.location

    def test_the_same_form_with_other_contents_is_refused(self, school, parts, path):
        form = school.as_("docente").get(path).forms["lesson"]
        form["topic"], form["homework"] = "Equazioni", "Pagina 84"
        form.submit(status=303)
        form["topic"] = "Disequazioni"

        form.submit(status=422)

        assert surnames(school) == ["Equazioni", "Pagina 84"]

    @pytest.mark.parametrize("person", ["dirigente", "segreteria"])
    def test_who_may_only_read_cannot_send(self, school, parts, path, person):
        browser = school.as_(person)
        token = browser.get("/").html.select_one("[name=csrf_token]")["value"]

        browser.post(path, {"csrf_token": token, "topic": "x", "homework": "y"}, status=403)

        assert surnames(school) == ["Bianchi", "Abate"]


class TestLocks:
    """L7: what several parts say of a lock is said once, above them."""

    def test_it_is_said_once_and_the_parts_know_it(self, school, parts, path):
        for part in parts:
            part.locked = "Il periodo è chiuso."

        page = school.as_("docente").get(path).html.select_one("#main")
        assert [p.get_text().strip() for p in page.select(".r-flash")] == ["Il periodo è chiuso."]

    def test_what_one_part_alone_says_it_says_itself(self, school, parts, path):
        parts[0].locked = "Troppi giorni."
        parts[1].locked = None

        assert "Troppi giorni." not in school.as_("docente").get(path)
