"""Who sees which mark on which page, and not a byte of anybody else's (G9, G10, L2, V1, V2, 2.8).

`who_sees_what.csv` is the table, read by people: a line for each person and student, a column for
each place where a mark can appear. A cell says which states are seen there - D draft, S scheduled,
P published, C cancelled after it was published, X cancelled as a draft - and, where a page does not
open, with which status. `-` is a page that opens and shows no mark.
"""

import csv
import re
from collections import Counter, deque
from datetime import date
from email import message_from_bytes
from email.policy import default
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

import pytest
from sqlalchemy import select

from registro_core.api import (
    Guardianship,
    StudentProfile,
    Subject,
    SubjectKind,
    Teaching,
    TeachingKind,
)
from registro_core.notices.delivery import Mailer
from registro_core.people.models import GuardianKind
from registro_core.testing import TODAY, school_with
from registro_grades.exchange.reading import read_table
from registro_grades.models import DiaryEntry, Mark, Note, NoteStudent, Observation, Procedure
from registro_grades.values import VALUES, display, points

# The subject of each state's test: a notice names no more.
STATES = {"D": "Bozzologia", "S": "Futurologia", "P": "Pubblicistica", "C": "Revoca", "X": "Nulla"}
STUDENTS = {"anna": "1A", "bruno": "1A", "carla": "1A", "dario": "1A", "adulto": "2A"}
NAMES = {
    "anna": ("Abate Anna", "Anna"),
    "bruno": ("Bianchi Bruno", "Bruno"),
    "carla": ("Conti", "Carla"),
    "dario": ("De Luca", "Dario"),
    "adulto": ("Esposito", "Aldo"),
}
# Each value is one mark's alone. Whole numbers stand on pages for other things.
QUARTERS = [value for value in VALUES if value % 4]
# What stands between two texts of a page.
BETWEEN = re.compile(r'[<>"\s]+')
YEAR_STARTS = date(2026, 9, 14)
pytestmark = pytest.mark.once
TABLE = Path(__file__).with_name("who_sees_what.csv")


def form_of(page, field):
    """The form of a page that has a field beginning so."""
    return next(
        f for f in page.forms.values() if any((n or "").startswith(field) for n in f.fields)
    )


def read_aloud(page):
    """All text of a page, a line for each piece, with the labels that stand for text."""
    labels = [str(tag.get("aria-label", "")) for tag in page.html.find_all(True)]
    return "\n".join([page.html.get_text("\n"), *labels])


class Outbox:
    """Keeps the mails that leave."""

    def __init__(self):
        self.mails = []

    def send(self, message):
        self.mails.append(message)

    def close(self):
        """Nothing to let go."""


class World:
    """A school where each of five students has a mark in every state, each with words of its own."""

    def __init__(self, school):
        self.school, self.people = school, school.people
        self.browsers, self.outbox, self.told = {}, Outbox(), None
        self.quarters = {
            (student, state): QUARTERS[5 * number + place]
            for number, student in enumerate(STUDENTS)
            for place, state in enumerate(STATES)
        }

    # ---- the story -------------------------------------------------------------------------------

    def tell(self):
        """Tests by the pages themselves, notices sent, a supply's lesson, notes and the rest."""
        self._found()
        for state in STATES:
            for class_name in ("1A", "2A"):
                self._test(state, class_name)
        self._an_hour_later()
        self._find_marks()
        for student in STUDENTS:
            self._withdraw(student, "C")
            self._withdraw(student, "X")
        self._an_hour_later()
        self._sign_as_supply()
        self._conduct()
        return self

    def _found(self):
        """Subjects of the five states; a father of the student who is of age; a teacher's support."""
        with self.school.session() as session:
            for state, name in STATES.items():
                subject = Subject(code=state, name=name, kind=SubjectKind.ORDINARY)
                session.add(subject)
                session.flush()
                self.school.subjects[state] = subject.id
                session.add_all(
                    Teaching(
                        teacher_id=self.people["docente"],
                        class_id=self.school.classes[class_name],
                        subject_id=subject.id,
                        kind=TeachingKind.CURRICULAR,
                        weekly_hours=Fraction(1),
                        starts_on=YEAR_STARTS,
                    )
                    for class_name in ("1A", "2A")
                )
            session.add(
                Guardianship(
                    student_id=self.people["adulto"],
                    guardian_id=self.people["papa"],
                    kind=GuardianKind.FATHER,
                    starts_on=YEAR_STARTS,
                )
            )

    def course(self, state, class_name):
        return f"/classes/{self.school.classes[class_name]}/marks/{self.school.subjects[state]}"

    def comment(self, student, state):
        return f"segreto-{state}-{student}"

    def _test(self, state, class_name):
        form = form_of(self.as_("docente").get(f"{self.course(state, class_name)}/tests/new"), "m-")
        form["title"] = f"Prova {state}"
        for student, where in STUDENTS.items():
            if where == class_name:
                form[f"m-0-{self.people[student]}"] = display(self.quarters[student, state])
                form[f"c-0-{self.people[student]}"] = self.comment(student, state)
        if state == "S":
            form["publish_on"] = "2026-11-26T10:00"
        form.submit("act", value="draft" if state in "DX" else "publish", status=303)

    def _find_marks(self):
        names = {person_id: name for name, person_id in self.people.items()}
        states = {quarters: state for (_student, state), quarters in self.quarters.items()}
        with self.school.session() as session:
            self.marks = {
                (names[student_id], states[quarters]): mark_id
                for mark_id, student_id, quarters in session.execute(
                    select(Mark.id, Mark.student_id, Mark.quarters)
                )
            }

    def path_of_mark(self, student, state):
        return f"{self.course(state, STUDENTS[student])}/marks/{self.marks[student, state]}"

    def _withdraw(self, student, state):
        path = self.path_of_mark(student, state)
        form = form_of(self.as_("docente").get(path), "m-")
        if state == "C":
            form["reason"] = "Prova annullata"
        form.submit("act", value="cancel", status=303)

    def _an_hour_later(self):
        """Notices have left, and who was signed in no longer is."""
        self.school.clock.advance(hours=1)
        self.browsers.clear()
        while Mailer(self.school.platform, self.outbox).deliver(self.school.clock.now):
            pass

    def _sign_as_supply(self):
        path = f"/classes/{self.school.classes['1A']}/lessons/{TODAY}/1?as=substitution"
        form = form_of(self.as_("estraneo").get(path), "lessons-sign")
        form["lessons-sign"] = "substitution:whole"
        form.submit(status=303)

    def _conduct(self):
        """What teachers write of each student, for that family or for themselves."""
        now, docente = self.school.clock.now, self.people["docente"]
        with self.school.session() as session:
            for student, class_name in STUDENTS.items():
                person_id = self.people[student]
                place = {"class_id": self.school.classes[class_name]}
                wrote = {"day": TODAY, "author_id": docente, "written_at": now, **place}
                note = Note(whole_class=False, text=f"segreto-nota-{student}", **wrote)
                session.add(note)
                session.flush()
                session.add_all(
                    [
                        NoteStudent(note_id=note.id, student_id=person_id),
                        Observation(
                            student_id=person_id, text=f"segreto-osservazione-{student}", **wrote
                        ),
                        DiaryEntry(
                            **{"owner_id": docente, "student_id": person_id, **place},
                            day=TODAY,
                            written_at=now,
                            text=f"diario-{student}",
                        ),
                        Procedure(
                            student_id=person_id,
                            facts=f"segreto-fatti-{student}",
                            **{"opened_on": TODAY, "opened_at": now, "summoned_on": TODAY, **place},
                        ),
                    ]
                )

    # ---- looking ---------------------------------------------------------------------------------

    def as_(self, who):
        if who not in self.browsers:
            new = self.school.anonymous if who == "nobody" else lambda: self.school.as_(who)
            self.browsers[who] = new()
        return self.browsers[who]

    def get(self, who, path):
        """Any answer; of a redirect elsewhere than to the sign-in, what it leads to."""
        answer = self.as_(who).get(path, expect_errors=True)
        if answer.status_int == 303 and "/sign-in" not in answer.location:
            return self.get(who, answer.location)
        return answer

    def mails_to(self, who):
        to = f"{who}@example.org"
        sent = [each.as_bytes() for each in self.outbox.mails if each["To"] == to]
        read = [message_from_bytes(each, policy=default) for each in sent]
        return "\n".join(
            f"{mail['Subject']}\n" + "\n".join(part.get_content() for part in mail.iter_parts())
            for mail in read
        )

    def choose(self, when):
        """What holds for a line of the table."""
        self.school.choose(**{"grades.council_sees_marks": when == "council"})
        with self.school.session() as session:
            profile = session.get_one(StudentProfile, self.people["adulto"])
            profile.parents_may_see_adult = False if when == "refused" else None


class Places:
    """The columns of the table: what one of them shows of the marks of a student to somebody."""

    def __init__(self, world, who, student):
        self.world, self.who, self.student = world, who, student
        self.class_name = STUDENTS[student]
        self.of_student = f"/students/{world.people[student]}"
        self.of_class = f"/classes/{world.school.classes[self.class_name]}"
        # What a page said does not change while a line of the table is read.
        self.get = cache(partial(world.get, who))

    def cell(self, column):
        """A cell, as the table writes it."""
        seen, statuses = "", set()
        for state in STATES:
            answer, shown = getattr(self, column)(state)
            if shown:
                seen += state
            elif answer is not None and answer.status_int != 200:
                statuses.add("in" if answer.status_int == 303 else str(answer.status_int))
        return " ".join([*([seen] if seen else []), *sorted(statuses)]) or "-"

    def _value(self, state):
        return display(self.world.quarters[self.student, state])

    def _course(self, state, *rest):
        return "/".join([self.world.course(state, self.class_name), *map(str, rest)])

    def _words(self, state, path):
        """Whether the comment of a mark stands on a page."""
        answer = self.get(path)
        return answer, self.world.comment(self.student, state).encode() in answer.body

    def register(self, state):
        answer = self.get(self._course(state))
        found = answer.html.select("table.g-table td") if answer.status_int == 200 else []
        return answer, self._value(state) in [cell.get_text(strip=True) for cell in found]

    def grid(self, state):
        answer = self.get(self._course(state, "grid"))
        values = answer.html.select("input[name^=m-]") if answer.status_int == 200 else []
        return answer, self._value(state) in [box.get("value") for box in values]

    def mark(self, state):
        return self._words(state, self.world.path_of_mark(self.student, state))

    def csv(self, state):
        answer = self.get(self._course(state, "marks.csv"))
        return answer, answer.status_int == 200 and self._value(state) in answer.text

    def xlsx(self, state):
        answer = self.get(self._course(state, "marks.xlsx"))
        rows = read_table(answer.body).rows if answer.status_int == 200 else []
        return answer, any(self._value(state) in row for row in rows)

    def overview(self, state):
        answer = self.get(f"{self.of_class}/marks/overview")
        average = f"{float(points(self.world.quarters[self.student, state])):.2f}".rstrip("0")
        cells = answer.html.select(".f-overview td") if answer.status_int == 200 else []
        said = [cell.get_text(" ", strip=True).partition(" ")[0] for cell in cells]
        return answer, average.replace(".", ",") in said

    def card(self, state):
        answer = self.get(f"{self.of_student}/marks/card")
        chips = answer.html.select(".f-card .f-chip b") if answer.status_int == 200 else []
        return answer, self._value(state) in [chip.get_text(strip=True) for chip in chips]

    def statistics(self, state):
        answer = self.get("/marks/statistics")
        named = answer.html.select("th[scope=row]") if answer.status_int == 200 else []
        return answer, STATES[state] in [name.get_text(strip=True) for name in named]

    def lesson(self, state):
        return self._words(state, f"{self.of_class}/lessons/{TODAY}/1")

    def marks(self, state):
        return self._words(state, f"{self.of_student}/marks")

    def simulator(self, state):
        subject = self.world.school.subjects[state]
        path = f"{self.of_student}/marks/simulator?subject={subject}&target=6"
        answer = self.get(path)
        found = answer.html.select("#h-outlook") if answer.status_int == 200 else []
        return answer, STATES[state] in [each.get_text(strip=True) for each in found]

    def family(self, state):
        return self._words(state, "/marks/family")

    def home(self, state):
        return self._words(state, "/")

    def student_page(self, state):
        return self._words(state, self.of_student)

    def data(self, state):
        return self._words(state, f"/office/people/{self.world.people[self.student]}/data")

    def notices(self, state):
        answer = self.get("/notices")
        return answer, answer.status_int == 200 and self._named(state, read_aloud(answer))

    def mails(self, state):
        return None, self._named(state, self.world.mails_to(self.who))

    def _named(self, state, text):
        """Whether a notice tells of the student and of the subject."""
        return re.search(rf"{NAMES[self.student][-1]}: [^\n]*{STATES[state]}", text) is not None


@pytest.fixture(scope="module")
def world(applications, databases):
    """One school for the module: nothing is written once the story is told."""
    with school_with(applications, databases, ("lessons", "grades")) as school:
        yield World(school).tell()


def lines():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line['who']}-{line['when']}")
def test_g9_g10_who_sees_what(world, line):
    world.choose(line["when"])
    places = Places(world, line["who"], line["of"])
    columns = [name for name in line if name not in {"who", "of", "when"}]
    found = {column: places.cell(column) for column in columns}
    expected = {column: line[column] for column in columns}
    assert [*found.items()] == [*expected.items()]


# Who reads of which students: one of each kind. A parent restricted by a court reads of nobody.
FAMILIES = {
    "mamma": {"anna"},
    "altra": {"bruno"},
    "ristretto": set(),
    "anna": {"anna"},
    "adulto": {"adulto"},
}
LINK = re.compile(r'(?:href|action)="(/[^"#]*)"')
# Two pages of a kind tell as much as all of them.
ALIKE = 2


def refused(world):
    """Addresses of other people's pages, and of pages that are not there."""
    for student in STUDENTS:
        start = f"/students/{world.people[student]}"
        ways = (
            "",
            "/marks",
            "/marks/card",
            "/marks/simulator",
            "/notes",
            "/observations",
            "/procedures/1",
        )
        yield from (f"{start}{way}" for way in ways)
    yield from (world.path_of_mark("carla", state) for state in STATES)
    yield from (f"{world.course('P', '1A')}{way}" for way in ("", "/grid", "/marks.csv"))
    one_class = f"/classes/{world.school.classes['1A']}"
    yield from (f"{one_class}{way}" for way in ("", "/notes", "/notes/1", "/marks/overview"))
    yield from (
        "/students/99999/marks",
        "/marks",
        "/marks/statistics.csv",
        "/diary",
        "/notes",
        "/procedures",
    )


def walk(world, who):
    """The pages that somebody's links lead to, and those they are refused: path and answer."""
    wanted = [*refused(world)]
    for path in wanted:
        yield path, world.get(who, path)
    waiting, known, kinds = deque(["/"]), {*wanted}, Counter()
    while waiting:
        path = waiting.popleft().replace("&amp;", "&")
        kind = re.sub(r"\d+", "1", path)
        if path in known or kinds[kind] == ALIKE or path.startswith(("/static/", "/sign-out")):
            continue
        known.add(path)
        kinds[kind] += 1
        answer = world.get(who, path)
        yield path, answer
        if answer.content_type == "text/html" and answer.status_int == 200:
            waiting.extend(LINK.findall(answer.text))


def never(world, who):
    """What somebody must not read: names and words of students not their own; and their marks."""
    strangers = set(STUDENTS) - FAMILIES[who]
    names = "|".join(name for student in strangers for name in NAMES[student])
    words = "|".join(rf"segreto-\S*-{student}\b" for student in strangers)
    marks = {display(world.quarters[student, state]) for student in strangers for state in STATES}
    return re.compile(rf"\b(?:{names})\b|{words}|\bdiario-"), marks


@pytest.mark.parametrize("who", FAMILIES)
def test_g10_no_answer_to_a_family_holds_a_byte_of_another_student(world, who):
    world.choose("")
    words, marks = never(world, who)
    statuses = {}
    for path, answer in walk(world, who):
        statuses[path] = answer.status_int
        assert words.search(answer.text) is None, path
        # The simulator reckons with marks that nobody has.
        if "/simulator" not in path:
            assert marks.isdisjoint(BETWEEN.split(answer.text)), path
    assert words.search(world.mails_to(who)) is None
    # The walk has been where marks are, and where it was refused.
    own = [f"/students/{world.people[student]}/marks" for student in FAMILIES[who]]
    assert [statuses[path] for path in own] == [200 for _path in own]
    assert statuses[world.path_of_mark("carla", "P")] == 404
    assert len(statuses) > len([*refused(world)]) + 5
