"""Telling the story of `acts` in a school, and knowing everything its database holds."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine, inspect, text
from webob.multidict import MultiDict
from webtest import TestApp
from webtest.forms import Upload

from registro_core.app import configure
from registro_core.security.guard import SAFE, ViewRecord, catalogue
from registro_core.testing import TODAY, TestSchool
from tests.contract.acts import STORY, Act, Value

PLUGINS = (
    *("lessons", "attendance", "grades", "homework", "materials", "web_push", "spid_auth"),
    "messaging",
)
# Written on connections of their own, on purpose, also when a request is refused (D9).
APART = {
    *("web_session", "throttle_count", "access_denial", "reset_request", "known_device"),
    # What was refused is on record too: the law wants it.
    *("spid_auth_record", "spid_auth_record_content"),
    # Who opens a material leaves a receipt, by a GET.
    "materials_receipt",
    # Who opens a circular, likewise.
    "messaging_circular_recipient",
}
TOKEN = re.compile(r"<([^<>]+)>")
Fields = list[tuple[str, Any]]
OURS = ("csrf_token", "idempotency_key")


@dataclass(frozen=True)
class Sent:
    """An act as it was sent: its address and fields, but for token and key."""

    act: Act
    path: str
    fields: Fields


class State(dict[str, str]):
    """A hash of every row of every table, by table."""

    def changed(self, other: "State") -> set[str]:
        """The tables in which two states differ, those written apart left out."""
        return {name for name in self | other if self.get(name) != other.get(name)} - APART


def state_of(url: str) -> State:
    """Read everything on a fresh connection."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return _read(connection, inspect(connection).get_table_names())
    finally:
        engine.dispose()


def _read(connection: Any, tables: list[str]) -> State:
    if connection.dialect.name == "sqlite":
        return State({name: _hash(connection, name) for name in tables})
    # one question instead of one for each table: this is asked after each of thousands of requests
    parts = (
        f"SELECT '{name}', md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM \"{name}\" t"  # noqa: S608 - own names
        for name in tables
    )
    return State(tuple(row) for row in connection.execute(text(" UNION ALL ".join(parts))))


def _hash(connection: Any, table: str) -> str:
    rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608 - own names
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


class Watch:
    """Tells cheaply whether anything was committed since it was last asked."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, isolation_level="AUTOCOMMIT")
        self.connection = self.engine.connect()
        sqlite = self.engine.dialect.name == "sqlite"
        current = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
        self.question = text("PRAGMA data_version" if sqlite else current)
        self.tables = inspect(self.connection).get_table_names()
        self.state = _read(self.connection, self.tables)
        self.seen = self._ask()

    def _ask(self) -> str:
        return str(self.connection.scalar(self.question))

    def changed(self) -> set[str]:
        """The tables that changed since the last call."""
        now = self._ask()
        if now == self.seen:
            return set()
        self.seen, before = now, self.state
        self.state = _read(self.connection, self.tables)
        return before.changed(self.state)

    def close(self) -> None:
        """Let the database go."""
        self.connection.close()
        self.engine.dispose()


@dataclass
class World:
    """A school, with browsers that stay signed in."""

    school: TestSchool
    # The acts told so far, as they were sent.
    told: list[Sent] = field(default_factory=list)
    browsers: dict[str, TestApp] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def browser(self, who: str) -> TestApp:
        """The browser of a person, or of nobody."""
        if who not in self.browsers:
            signed_out = who == "nobody"
            self.browsers[who] = self.school.anonymous() if signed_out else self.school.as_(who)
        return self.browsers[who]

    def token(self, who: str) -> str:
        """The anti-forgery token of their session."""
        if who not in self.tokens:
            page = self.browser(who).get("/sign-in" if who == "nobody" else "/help").text
            found = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert found, f"no token for {who}"
            self.tokens[who] = found.group(1)
        return self.tokens[who]

    def state(self) -> State:
        """Everything the database holds now."""
        return state_of(self.school.url)

    # ---- names in acts ----------------------------------------------------------------

    def said(self, value: str) -> str:
        """A text with its names replaced by ids."""
        return TOKEN.sub(lambda found: self._named(found.group(1)), value)

    def _named(self, name: str) -> str:
        school = self.school
        for known in (school.people, school.classes, school.subjects):
            if name in known:
                return str(known[name])
        if name == "2site":
            return self._scalar("SELECT min(id) FROM site")
        if name == "term":
            return self._scalar("SELECT min(id) FROM term")
        kind, _colon, rest = name.partition(":")
        if kind == "inbox":
            person = school.people[rest]
            return self._scalar(
                f"SELECT max(id) FROM notice_recipient WHERE person_id = {person} AND read_at IS NULL"  # noqa: S608
            )
        if kind == "of":
            table, _colon, person = rest.partition(":")
            return self._scalar(
                f"SELECT max(id) FROM {table} WHERE student_id = {school.people[person]}"  # noqa: S608
            )
        if kind == "v":
            return self._scalar(f"SELECT version FROM {rest} ORDER BY id DESC LIMIT 1")  # noqa: S608
        return self._scalar(f"SELECT max(id) FROM {name}")  # noqa: S608

    def _scalar(self, statement: str) -> str:
        with self.school.session() as session:
            return str(session.scalar(text(statement)) or 0)

    # ---- acts -------------------------------------------------------------------------

    def prepare(self, act: Act) -> Sent:
        """An act as it would be sent now."""
        with self.school.session() as session:
            for statement in act.before:
                session.execute(text(statement))
        path = self.said(act.path)
        fields = self._shown(act, path) if act.page else []
        for name, value in act.fields.items():
            fields = self._put(fields, name, value)
        fields += [(name, Upload(*rest)) for name, *rest in act.files]
        return Sent(act, path, [pair for pair in fields if pair[0] not in OURS])

    def _put(self, fields: Fields, name: str, value: Value) -> Fields:
        plus, name = name.startswith("+"), self.said(name.removeprefix("+"))
        kept = [pair for pair in fields if plus or pair[0] != name]
        values = value if isinstance(value, list) else [value]
        return [*kept, *((name, self.said(each)) for each in values)]

    def _shown(self, act: Act, path: str) -> Fields:
        page = self.said(act.page)
        forms = self.browser(act.who).get(page, status=200).forms.values()
        wanted = {path, ""} if page == path else {path}
        found = [f for f in forms if (f.action or "") in wanted and f.method.upper() == "POST"]
        assert found, f"no form to {path} on {page} for {act.who}"
        return [pair for pair in found[0].submit_fields() if pair[0]]

    def send(self, sent: Sent, fields: Fields | None = None, key: str = "") -> Any:
        """POST an act, perhaps with other fields, with a token and a key; whatever the answer."""
        key = key or hashlib.sha256(repr(sent.act).encode()).hexdigest()[:40]
        ours = [("csrf_token", self.token(sent.act.who)), ("idempotency_key", key)]
        return self.post(sent.act.who, sent.path, [*(fields or sent.fields), *ours])

    def post(self, who: str, path: str, fields: Fields, **options: Any) -> Any:
        """POST fields, whatever the answer."""
        files = [(n, v.filename, v.content) for n, v in fields if isinstance(v, Upload)]
        texts = MultiDict((n, v) for n, v in fields if not isinstance(v, Upload))
        return self.browser(who).post(
            path, texts, upload_files=files or None, expect_errors=True, **options
        )

    def tell(self) -> None:
        """Perform the whole story, keeping what was sent."""
        for act in STORY:
            sent = self.prepare(act)
            answer = self.send(sent)
            assert answer.status_int in {200, 303}, (act, answer.status, said_wrong(answer))
            self.told.append(sent)

    def addresses(self) -> list[Sent]:
        """One act for each address, as it was told last."""
        return list({sent.act.path: sent for sent in self.told}.values())


def said_wrong(answer: Any) -> str:
    """What a page says, as text."""
    tags = answer.html.select("[role=alert], .invalid-feedback, .r-errors, main")
    return "\n".join(tag.get_text(" ", strip=True)[:400] for tag in tags)[:1500]


# What stands in the addresses of pages, in a school in which the story was told.
PLACES = {
    "class_id": "<1A>",
    "student_id": "<anna>",
    "person_id": "<anna>",
    "group_id": "<teaching_group>",
    "teaching_id": "<teaching>",
    "guardianship_id": "<of:guardianship:anna>",
    "evacuation_id": "<attendance_evacuation>",
    "certificate_id": "<of:attendance_certificate:anna>",
    "justification_id": "<of:attendance_justification:anna>",
    "permit_id": "<of:attendance_permit:anna>",
    "delegate_id": "<of:attendance_delegate:anna>",
    "row_id": "<of:attendance_previous_hours:anna>",
    "import_id": "<pending_import>",
    "association_id": "<spid_auth_association>",
    "timetable_id": "<lessons_timetable>",
    "course": "<ITA>",
    "assessment_id": "<grades_assessment>",
    "mark_id": "<grades_mark>",
    "note_id": "<grades_note>",
    "procedure_id": "<grades_procedure>",
    "observation_id": "<grades_observation>",
    "entry_id": "<grades_diary_entry>",
    "homework_id": "<homework_assignment>",
    "hand_in_id": "<homework_hand_in>",
    "file_id": "<stored_file>",
    "folder_id": "<materials_folder>",
    "item_id": "<materials_item>",
    "item_file_id": "<materials_file>",
    "circular_id": "<messaging_circular>",
    "attachment_id": "<messaging_circular_file>",
    "code_id": "<grades_code>",
    "scale_id": "<grades_scale>",
    "subject_id": "<MAT>",
    "id": "1",
    "day": str(TODAY),
    "slot": "2",
    "code": "it",
    "token": "x" * 43,
}
WHAT = {"/office": "year", "/students": "hours"}


def address(pattern: str) -> str:
    """An address of a pattern, to be said to a world."""
    what = next((WHAT[start] for start in WHAT if pattern.startswith(start)), "")

    def place(found: re.Match[str]) -> str:
        name = found.group(1).partition(":")[0]
        return what if name == "what" else PLACES[name]

    return re.sub(r"\{([^}]+)\}", place, pattern)


# ---- routes ---------------------------------------------------------------------------


def views_of(school: TestSchool, plugins: tuple[str, ...] = PLUGINS) -> list[ViewRecord]:
    """Every view of the application, but those of static files."""
    settings = {"registro.database_url": school.url, "registro.plugins": " ".join(plugins)}
    return [
        view
        for view in catalogue(configure(school.platform, settings))
        if not view.pattern.startswith(("/static", "/assets"))
    ]


def writing_patterns(views: list[ViewRecord]) -> list[str]:
    """The patterns of addresses that write."""
    return sorted({view.pattern for view in views if not view.methods <= SAFE})


def reading_patterns(views: list[ViewRecord]) -> list[str]:
    """The patterns of pages."""
    return sorted({view.pattern for view in views if "GET" in view.methods})


def matcher(pattern: str) -> re.Pattern[str]:
    """What addresses of a pattern look like, names such as `<anna>` included."""
    parts = re.split(r"\{([^}]+)\}", pattern)
    for number in range(1, len(parts), 2):
        parts[number] = f"(?:{parts[number].partition(':')[2] or '[^/]+'})"
    return re.compile("".join(parts) + r"(\?.*)?$")
