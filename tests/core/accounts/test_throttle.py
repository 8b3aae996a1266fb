"""Guessing passwords (check 15), and what is never refused."""

import threading
from datetime import timedelta

import pytest

from registro_core.accounts import passwords, services, throttle
from registro_core.accounts.finding import account_of
from registro_core.accounts.opening import Arrival
from registro_core.accounts.sign_in import Attempt, Outcome, sign_in
from registro_core.accounts.throttle import Counter, Limit, give_back, network, reserve
from registro_core.items import SYSTEM
from registro_core.testing import NOW

LIMIT = Limit("test", 3, timedelta(minutes=15))
COUNTER = Counter(LIMIT, "x")


@pytest.fixture
def quick(monkeypatch):
    """Compare passwords without the time that hashing takes: thousands are tried here."""
    monkeypatch.setattr(passwords, "verify_password", lambda stored, typed: stored == typed)
    monkeypatch.setattr(passwords, "needs_rehash", lambda _stored: False)


class Guesses:
    """Tries passwords without the pages, and counts those that were compared at all."""

    def __init__(self, school):
        self.school = school
        self.compared = 0

    def __call__(self, name="docente", password=None, address="192.0.2.1", device=None):
        attempt = Attempt(name, password or "wrong", Arrival(address, device))
        result = sign_in(self.school.session, attempt, self.school.clock.now)
        self.compared += result.outcome is not Outcome.TOO_MANY
        return result


@pytest.fixture
def guess(school, quick):
    return Guesses(school)


class TestReserve:
    def test_so_many_and_no_more(self, school):
        with school.session() as session:
            assert [reserve(session, [COUNTER], NOW) for _ in range(5)] == [
                *[True] * 3,
                False,
                False,
            ]

    def test_never_more_than_the_limit_in_any_window(self, school):
        """The window begins anew with each counted try: none slip through at its edge."""
        taken = []
        with school.session() as session:
            for minute in range(120):
                now = NOW + timedelta(minutes=minute)
                if reserve(session, [COUNTER], now):
                    taken.append(minute)
        spans = [[t for t in taken if start <= t < start + 15] for start in range(120)]
        assert max(len(span) for span in spans) == 3

    def test_refused_tries_do_not_prolong(self, school):
        with school.session() as session:
            for minute in range(16):
                reserve(session, [COUNTER], NOW + timedelta(minutes=minute))
            assert reserve(session, [COUNTER], NOW + timedelta(minutes=17, seconds=1))

    def test_a_fixed_window_ends_though_people_go_on(self, school):
        counter = Counter(Limit("fixed", 3, timedelta(minutes=15), sliding=False), "x")
        with school.session() as session:
            results = [
                reserve(session, [counter], NOW + timedelta(minutes=minute))
                for minute in (0, 7, 14, 16)
            ]
        assert results == [True] * 4

    def test_a_place_given_back_is_free_again(self, school):
        with school.session() as session:
            for _turn in range(20):
                assert reserve(session, [COUNTER], NOW)
                give_back(session, [COUNTER])

    def test_a_full_counter_takes_no_place_in_the_others(self, school, sign_ins):
        other = Counter(LIMIT, "other")
        with school.session() as session:
            for _turn in range(9):
                reserve(session, [other, COUNTER], NOW)
                reserve(session, [COUNTER], NOW)
            assert reserve(session, [other], NOW)

    def test_at_the_same_moment_no_more_get_through(self, school):
        taken, threads = [], []

        def take():
            with school.session() as session:
                taken.append(reserve(session, [COUNTER], NOW))

        threads = [threading.Thread(target=take) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(taken) == [False, False, True, True, True]

    def test_nothing_that_was_typed_is_kept(self):
        assert "segreto" not in Counter(throttle.ACCOUNT, "name:segreto").key


@pytest.mark.once
class TestGuessing:
    @pytest.mark.slow
    def test_a_thousand_guesses_at_one_account(self, sign_ins, guess):
        for _turn in range(1000):
            guess()
        assert guess.compared == 10

    def test_from_many_addresses_it_is_still_one_account(self, guess):
        for number in range(200):
            guess(address=f"198.51.100.{number}")
        assert guess.compared == 10

    def test_by_any_of_its_names_it_is_still_one_account(self, guess):
        for name in ("docente", "docente@example.org", "DOCENTE ") * 10:
            guess(name)
        assert guess.compared == 10

    def test_one_guess_at_each_of_many_accounts(self, guess):
        for number in range(400):
            guess(f"nome{number}")
        assert guess.compared == 100

    def test_an_unknown_name_is_refused_just_as_soon(self, guess):
        for _turn in range(20):
            guess("nessuno")
        assert guess.compared == 10

    def test_even_the_right_password_is_refused_then(self, sign_ins, guess, school):
        sign_ins.change("docente", password_hash="right")
        for _turn in range(10):
            guess()
        assert guess(password="right").outcome is Outcome.TOO_MANY
        school.clock.advance(minutes=15)
        assert guess(password="right").outcome is Outcome.SIGNED_IN

    def test_the_owner_gets_in_from_a_known_browser_meanwhile(self, sign_ins, guess):
        """Pupils must not be able to lock a teacher out."""
        sign_ins.change("docente", password_hash="right")
        device = guess(password="right").device_token
        for _turn in range(50):
            guess()
        assert guess(password="right", device=device).outcome is Outcome.SIGNED_IN

    def test_a_known_browser_is_no_place_to_guess_from_either(self, sign_ins, guess):
        sign_ins.change("docente", password_hash="right")
        device = guess(password="right").device_token
        guess.compared = 0
        for _turn in range(100):
            guess(device=device)
        assert guess.compared == 10

    def test_a_browser_known_to_one_account_is_a_stranger_to_another(self, sign_ins, guess):
        sign_ins.change("mamma", password_hash="right")
        device = guess("mamma", "right").device_token
        for _turn in range(11):
            guess("papa")
        assert guess("papa", device=device).outcome is Outcome.TOO_MANY

    @pytest.mark.slow
    def test_a_whole_school_behind_one_address(self, sign_ins, guess, school):
        """600 right sign-ins in five minutes from one address, all from new browsers."""
        sign_ins.change("docente", password_hash="right")
        sign_ins.change("mamma", password_hash="right")
        for number in range(600):
            result = guess("docente" if number % 2 else "mamma", "right")
            assert result.outcome is Outcome.SIGNED_IN
            school.clock.advance(seconds=0.5)


class TestPages:
    def test_refusal_says_what_to_do(self, sign_ins):
        sign_ins.set_password("docente")
        for _turn in range(10):
            assert sign_ins.attempt("docente", sign_ins.wrong).status_int == 422
        answer = sign_ins.attempt("docente", sign_ins.good)
        assert answer.status_int == 429
        assert answer.headers["Retry-After"] == "900"
        assert "Troppi tentativi sbagliati" in answer

    def test_a_refused_guess_stays_counted(self, sign_ins):
        """D9: in the request's transaction the refusal would wipe the count out."""
        sign_ins.set_password("docente")
        sign_ins.attempt("docente", sign_ins.wrong)
        assert sign_ins.counts() == [1, 1]

    def test_a_right_one_does_not(self, sign_ins):
        sign_ins.set_password("docente")
        sign_ins.sign_in("docente")
        assert sign_ins.counts() == [0, 0]

    def test_a_forged_proxy_header_makes_no_new_address(self, school, sign_ins):
        for number in range(3):
            browser = school.anonymous()
            token = sign_ins.token(browser, "/sign-in")
            fields = {"csrf_token": token, "name": f"nome{number}", "password": "x"}
            header = {"X-Forwarded-For": f"198.51.100.{number}"}
            browser.post("/sign-in", fields, headers=header, status=422)
        assert sign_ins.counts() == [1, 1, 1, 3]

    def test_a_reset_frees_the_account(self, school, sign_ins):
        sign_ins.set_password("docente")
        for _turn in range(10):
            sign_ins.attempt("docente", sign_ins.wrong)
        with school.session() as session:
            account = account_of(session, school.people["docente"])
            hashed = passwords.hash_password(sign_ins.other)
            services.change_password(session, SYSTEM, account, hashed, school.clock.now)
        sign_ins.sign_in("docente", sign_ins.other)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_network(address, counted):
    assert network(address) == counted
