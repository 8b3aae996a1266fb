"""Odd bytes everywhere (check 25): a clear refusal, never a 5xx, and what is refused changes nothing.

Values are dealt out over fields and addresses by a fixed rule, so that each act meets many of
them and each of them meets many acts; all of them everywhere would take minutes.
"""

import gc
import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from webtest.forms import Upload

from tests.contract.world import Fields, Watch, World, address, reading_patterns, views_of

ODD = [
    *("'", '"', "\\", "\0", "NaN", "1e309", "99999999999999999999", "-1", "../", "\r\n", "%00"),
    *("x" * 9000, "9" * 5000, "😀" * 300, "\u202egnp.exe", "٣", "²", "", " ", "0", "1_0", "+1"),
    *("2026-02-30", "9999-12-31", "0001-01-01", "2027-05-20", "25:99", "99999999999999:0", "null"),
    *("<script>alert(1)</script>", "${7*7}", "{{7*7}}", "%(x)s", "{0.__class__}", "a" * 300),
]
# What a database may refuse that the code before it let through; SQLite takes nearly all of it,
# so that all values are tried there, and these on the others.
REFUSED_BY_DATABASES = [
    *("\0", "1e309", "99999999999999999999", "-1", "9" * 5000, "x" * 9000, "😀" * 300, "٣", "²"),
    *("0", "9999-12-31", "0001-01-01", "99999999999999:0", "%00", "NaN"),
]
FILE = ("a.txt", b"\xff\x00 a file where a text belongs")
# So many values are tried in each field of a form, and in each address.
PER_FIELD, PER_ADDRESS = 3, 2
NAMES = (
    *("page", "q", "class", "student", "month", "day", "week", "who", "state", "file", "show"),
    *(
        "as",
        "why",
        "view",
        "past",
        "subject",
        "next",
        "words",
        "hat",
        "email",
        "unread",
        "what",
        "leave",
        "from",
        "to",
    ),
)
# A browser sent to an identity provider leaves its request behind, to be answered once.
KEPT_BY_READING = {"spid_auth_request", "materials_receipt", "messaging_circular_recipient"}
READERS = ("segreteria", "dirigente", "vicario", "docente", "mamma", "nobody")
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


@pytest.fixture(autouse=True)
def _bodies_are_collected_here() -> Iterator[None]:
    """WebOb leaves the temporary file of a large body to the garbage collector."""
    yield
    gc.collect()


@pytest.fixture
def spoil(told: World) -> Callable[[Fields, random.Random], Iterator[Fields]]:
    """How to spoil the fields of an act on this database."""
    return spoiled if told.school.url.startswith("sqlite") else spoiled_for_databases


def spoiled_for_databases(fields: Fields, chance: random.Random) -> Iterator[Fields]:
    """The fields of an act, each replaced by values that a database may refuse."""
    for name in sorted({name for name, _value in fields}):
        kept = [pair for pair in fields if pair[0] != name]
        for value in chance.sample(REFUSED_BY_DATABASES, PER_FIELD - 1):
            yield [*kept, (name, value)]
    yield [(name, chance.choice(REFUSED_BY_DATABASES)) for name, _value in fields]


def spoiled(fields: Fields, chance: random.Random) -> Iterator[Fields]:
    """The fields of an act, each replaced by a few odd values; then all missing, all twice.

    The odd ones stand last: a message of failure is read from there.
    """
    for name in sorted({name for name, _value in fields}):
        kept = [pair for pair in fields if pair[0] != name]
        for value in chance.sample(ODD, PER_FIELD):
            yield [*kept, (name, value)]
        yield [*kept, (name, Upload(*FILE))]
    yield [("nothing", "")]
    yield [*fields, *fields]
    yield [(name, chance.choice(ODD)) for name, _value in fields]


@pytest.mark.slow
@pytest.mark.parametrize("share", range(4))
def test_forms_filled_with_odd_values(
    told: World, watch: Watch, spoil: Callable[..., Iterator[Fields]], share: int
) -> None:
    faults = []
    for sent in told.addresses()[share::4]:
        for number, fields in enumerate(spoil(sent.fields, random.Random(sent.path))):
            answer = told.send(sent, fields, key=f"odd-{number}")
            faults += judged(answer, watch.changed(), (sent.path, str(fields[-1:])[:99]))
    assert not faults, "\n".join(map(str, faults))


def judged(answer: Any, changed: set[str], what: object) -> list[object]:
    if answer.status_int >= 500 or (answer.status_int >= 400 and changed):
        return [(answer.status_int, changed, what)]
    return []


def test_a_field_of_ten_megabytes(told: World, watch: Watch) -> None:
    for sent in told.addresses()[::8]:
        name = sent.fields[0][0] if sent.fields else "anything"
        watch.changed()
        large = [*sent.fields[1:], (name, "x" * 10_000_000)]
        # only the status is kept: the answer would keep the file of the body open
        status = told.send(sent, large, key="large").status_int
        assert status in {200, 303, 400, 404, 409, 413, 422}, (sent.path, status)
        assert status < 400 or not watch.changed()


@pytest.mark.slow
def test_addresses_with_odd_queries(told: World, watch: Watch) -> None:
    faults = []
    for pattern in reading_patterns(views_of(told.school)):
        path, who = told.said(address(pattern)), reader(told, pattern)
        for value in random.Random(pattern).sample(ODD, PER_ADDRESS):
            query = "&".join(f"{name}={quote(value[:2000])}" for name in NAMES)
            answer = told.browser(who).get(f"{path}?{query}&q=twice", expect_errors=True)
            faults += judged(answer, set(), (who, path, value[:40]))
    assert not faults, "\n".join(map(str, faults))
    assert watch.changed() <= KEPT_BY_READING


def reader(told: World, pattern: str) -> str:
    """Somebody who may open a page: the first that is answered 200."""
    path = told.said(address(pattern))
    for who in READERS:
        if told.browser(who).get(path, expect_errors=True).status_int == 200:
            return who
    return READERS[0]


def test_addresses_with_odd_parts(told: World, watch: Watch) -> None:
    views = views_of(told.school)
    token = ("csrf_token", told.token("dirigente"))
    for pattern in sorted({view.pattern for view in views if "{" in view.pattern}):
        chance = random.Random(pattern)
        for value in chance.sample(ODD, PER_ADDRESS):
            path = told.said(spoil_part(pattern, value, chance))
            got = told.browser("dirigente").get(path, expect_errors=True)
            posted = told.post("dirigente", path, [token])
            assert got.status_int < 500, path
            assert 300 <= posted.status_int < 500, path
    assert watch.changed() == set()


def spoil_part(pattern: str, value: str, chance: random.Random) -> str:
    """An address in which one of the parts that vary is odd."""
    names = [piece for piece in pattern.split("/") if "{" in piece]
    odd = quote(value[:500], safe="") or "x"
    return address(pattern.replace(chance.choice(names), odd, 1))
