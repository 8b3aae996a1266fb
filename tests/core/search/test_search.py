import pytest

from registro_core.people.models import Person
from registro_core.search.services import count_people, find_classes, find_people, words_of
from registro_core.testing import TODAY


@pytest.fixture
def session(school):
    with school.session() as session:
        yield session


class TestFindPeople:
    def names(self, session, text, *, everyone=False):
        return [p.name for p in find_people(session, text, TODAY, everyone=everyone)]

    def test_by_the_beginning_of_any_name(self, session):
        assert self.names(session, "aba") == ["Abate Anna", "Abate Luca"]
        assert self.names(session, "anna ABATE") == ["Abate Anna"]
        assert self.names(session, "luca") == ["Abate Luca", "De Luca Dario"]
        assert self.names(session, "bate") == []

    def test_families_only_for_those_who_see_everyone(self, session):
        assert self.names(session, "villa") == []
        assert self.names(session, "villa", everyone=True) == ["Villa Maria"]

    @pytest.mark.parametrize(
        "text", ["d’amico", "D'AMICO", "damico", "nicolo", "Nicolò", "nicolo'"]
    )
    def test_accents_and_apostrophes_do_not_matter(self, school, session, text):
        anna = session.get_one(Person, school.people["anna"])
        anna.surname, anna.given_name = "D’Amico", "Nicolò"
        session.flush()

        assert self.names(session, text) == ["D’Amico Nicolò"]

    @pytest.mark.parametrize("text", ["%", "_", "'", "", "   "])
    def test_wildcards_find_nobody(self, session, text):
        assert self.names(session, text, everyone=True) == []
        assert count_people(session, text, TODAY, everyone=True) == 0

    def test_the_class_and_the_role(self, session):
        (student,) = find_people(session, "abate anna", TODAY, everyone=False)
        (teacher,) = find_people(session, "rossi", TODAY, everyone=False)

        assert (student.class_name, student.role) == ("1A", None)
        assert (teacher.class_name, teacher.role) == (None, "teacher")

    def test_it_counts_what_it_finds(self, session):
        assert count_people(session, "a", TODAY, everyone=True) == len(
            find_people(session, "a", TODAY, everyone=True, limit=1000)
        )


class TestFindClasses:
    def test_by_the_beginning_of_the_name(self, session):
        assert [c.name for c in find_classes(session, "1 a", TODAY)] == ["1A"]
        assert find_classes(session, "", TODAY) == []
        assert find_classes(session, "%", TODAY) == []


def test_words_of():
    assert words_of("  De  LUCA ") == ["de", "luca"]
    assert len(words_of("a b c d e f g")) == 5


class TestPage:
    def links(self, answer):
        return [a.get("href") for a in answer.html.select(".r-hits a")]

    def test_a_teacher_opens_only_students_of_own_classes(self, school):
        # sostegno teaches in 1A, not in 2A
        assert self.links(school.as_("sostegno").get("/search?q=abate")) == [
            f"/students/{school.people['anna']}",
            None,
        ]

    def test_the_office_opens_everybody(self, school):
        answer = school.as_("segreteria").get("/search?q=villa")

        assert self.links(answer) == [f"/office/people/{school.people['mamma']}"]

    def test_nothing_found_says_what_to_try(self, school):
        assert "Nessun risultato" in school.as_("docente").get("/search?q=zzz")

    @pytest.mark.parametrize("person", ["mamma", "anna"])
    def test_families_and_students_have_no_search(self, school, person):
        school.as_(person).get("/search?q=a", status=403)

    def test_the_number_of_queries_does_not_grow_with_what_is_found(self, school):
        browser = school.as_("segreteria")
        browser.get("/")
        with school.queries() as few:
            browser.get("/search?q=abate")
        with school.queries() as many:
            browser.get("/search?q=a")

        assert len(many) == len(few)
