"""Nobody learns from these pages who has an account (check 14)."""

import re
import statistics
import time

import pytest

from registro_core.accounts import passwords
from registro_core.accounts.sign_in import Attempt, sign_in
from registro_core.people.models import Person

# Differ from one answer to the next whoever is asked about.
OF_THE_MOMENT = re.compile(r'name="(csrf_token|idempotency_key)" value="[^"]*"')
HEADERS_OF_THE_MOMENT = {"X-Request-Id", "Set-Cookie"}

# Right and unknown, closed, without password, without mailbox, sharing a mailbox.
NAMES = ["docente", "nessuno", "anna", "bruno", "carla", "mamma", "papa@example.org"]


@pytest.fixture
def cast(school, sign_ins):
    """People whose accounts stand in every way there is."""
    sign_ins.set_password("docente", "anna", "carla", "mamma")
    sign_ins.change("anna", enabled=False)
    with school.session() as session:
        session.get_one(Person, school.people["carla"]).email = None
        session.get_one(Person, school.people["papa"]).email = "mamma@example.org"


def told(answer, name):
    """What somebody outside can tell from an answer, besides the time it took."""
    body = OF_THE_MOMENT.sub("", answer.text).replace(f'value="{name}"', 'value="NAME"')
    headers = {k: v for k, v in answer.headers.items() if k not in HEADERS_OF_THE_MOMENT}
    cookies = [line.split("=")[0] for line in answer.headers.getall("Set-Cookie")]
    # the length of the page varies with that of the name
    headers.pop("Content-Length")
    return answer.status_int, body, headers, cookies


class TestSameAnswer:
    def test_at_the_sign_in(self, sign_ins, cast):
        answers = {repr(told(sign_ins.attempt(name, "x"), name)) for name in NAMES}
        assert len(answers) == 1

    def test_also_with_the_right_password_of_a_closed_account(self, sign_ins, cast):
        closed = told(sign_ins.attempt("anna", sign_ins.good), "anna")
        assert closed == told(sign_ins.attempt("nessuno", sign_ins.good), "nessuno")

    def test_also_when_there_were_too_many(self, sign_ins, cast):
        for name in ("docente", "nessuno", "anna"):
            for _turn in range(10):
                sign_ins.attempt(name, "x")
        refused = {repr(told(sign_ins.attempt(n, "x"), n)) for n in ("docente", "nessuno", "anna")}
        assert len(refused) == 1

    def test_for_a_forgotten_password(self, school, sign_ins, cast):
        answers = {
            repr(told(sign_ins.send(school.anonymous(), "/forgot-password", name=name), name))
            for name in NAMES
        }
        assert len(answers) == 1

    def test_for_a_printed_code(self, school, sign_ins, cast):
        answers = {
            repr(
                told(sign_ins.send(school.anonymous(), "/first-access", name=name, code="x"), name)
            )
            for name in NAMES
        }
        assert len(answers) == 1


class TestSameWork:
    """The same statements and the same hashing: measured times would only follow from these."""

    def statements(self, school, sign_ins, path, name, **fields):
        browser = school.anonymous()
        token = sign_ins.token(browser, path)
        with school.queries() as seen:
            browser.post(path, {"csrf_token": token, "name": name, **fields}, status="*")
        return seen

    @pytest.mark.parametrize(
        ("path", "fields"),
        [
            ("/sign-in", {"password": "x"}),
            ("/forgot-password", {}),
            ("/first-access", {"code": "x"}),
        ],
    )
    def test_same_statements(self, school, sign_ins, cast, path, fields):
        seen = [self.statements(school, sign_ins, path, name, **fields) for name in NAMES]
        assert all(statements == seen[0] for statements in seen)

    def test_one_comparison_for_everybody(self, school, sign_ins, cast, monkeypatch):
        compared = []
        verify = passwords._HASHER.verify

        class Counting:
            def verify(self, stored, password):
                compared.append(stored)
                return verify(stored, password)

        monkeypatch.setattr(passwords, "_HASHER", Counting())
        for name in NAMES:
            sign_ins.attempt(name, "x")
        assert len(compared) == len(NAMES)

    def test_the_dummy_costs_what_the_others_do(self):
        assert not passwords.needs_rehash(passwords.DUMMY)
        assert not passwords.verify_password(None, "")

    def test_times_overlap(self, school, sign_ins, cast):
        """20 ms apart without the dummy; here the medians differ by less than the noise."""

        def spent(name):
            started = time.perf_counter()
            sign_in(school.session, Attempt(name, "x"), school.clock.now)
            return time.perf_counter() - started

        times = {name: [] for name in ("docente", "nessuno", "bruno")}
        for turn in range(8):
            for name, spans in times.items():
                spans.append(spent(name))
            school.clock.advance(hours=turn)
        medians = [statistics.median(spans) for spans in times.values()]
        # the slowest is a hash and a quarter at most; a missing hash would make it many times
        assert max(medians) < 2 * min(medians)
