"""Codes, recovery codes and how they are kept (check 23)."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from registro_core.accounts.finding import account_of
from registro_core.accounts.second_factor import offer, recovery, services, totp
from registro_core.accounts.second_factor.models import RecoveryCode, SecondFactor
from registro_core.accounts.second_factor.services import Proved
from registro_core.security.vault import Broken, Vault

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
# RFC 6238, appendix B: the seed of its examples, and the last six of their eight digits.
RFC_SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}


@pytest.mark.parametrize(("second", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(second, code):
    at = datetime.fromtimestamp(second, UTC)
    assert totp.code_at(RFC_SEED, at) == code
    assert totp.matching_step(RFC_SEED, code, at) == second // 30


@pytest.mark.parametrize(("steps", "taken"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_the_clock_of_a_phone_may_be_half_a_minute_off(steps, taken):
    code = totp.code_at(RFC_SEED, NOW + timedelta(seconds=30 * steps))
    assert (totp.matching_step(RFC_SEED, code, NOW) is not None) is bool(taken)


def test_the_square_names_the_school_and_the_person():
    said = totp.address(RFC_SEED, "mario.rossi", "IC «Levi: nord»")
    assert said.startswith(
        f"otpauth://totp/IC%20%C2%ABLevi%20%20nord%C2%BB:mario.rossi?secret={RFC_SEED}"
    )


class TestSealing:
    def test_what_is_sealed_opens_for_its_purpose_alone(self):
        vault = Vault(b"x" * 32)
        sealed = vault.seal("seed", "account 1")
        assert "seed" not in sealed
        assert vault.open(sealed, "account 1") == "seed"
        for other, purpose in ((vault, "account 2"), (Vault(b"y" * 32), "account 1")):
            with pytest.raises(Broken):
                other.open(sealed, purpose)

    @pytest.mark.parametrize("sealed", ["", "x", "%", "ü", "AAAA" * 20])
    def test_nonsense_is_told_from_a_seal(self, sealed):
        with pytest.raises(Broken):
            Vault(b"x" * 32).open(sealed, "account 1")

    def test_no_two_seals_are_equal(self):
        vault = Vault(b"x" * 32)
        assert vault.seal("a", "p") != vault.seal("a", "p")

    def test_an_offer_is_for_one_account_and_an_hour(self):
        vault = Vault(b"x" * 32)
        made = offer.make(vault, 1, NOW)
        hour = timedelta(hours=1)
        assert offer.reopen(vault, 1, made.sealed, NOW + hour - timedelta(seconds=1)) == made
        assert offer.reopen(vault, 1, made.sealed, NOW + hour) is None
        assert offer.reopen(vault, 2, made.sealed, NOW) is None
        kept = vault.seal("JBSWY3DPEHPK3PXP", "seed of account 1")
        assert offer.reopen(vault, 1, kept, NOW) is None


@pytest.fixture
def account(school):
    with school.session() as session:
        return account_of(session, school.people["mamma"])


class TestKept:
    def test_the_database_holds_no_seed_and_no_code(self, school, phones):
        phone = phones.give("mamma")
        with school.session() as session:
            rows = [*session.scalars(select(SecondFactor.seed))]
            rows += session.scalars(select(RecoveryCode.code_hash))
            rows += session.execute(text("SELECT after FROM audit_values")).scalars()
            rows += session.execute(text("SELECT body FROM direct_mail")).scalars()
        kept = str(rows)
        assert len(rows) >= 12
        for secret in (phone.seed, *phone.recovery_codes):
            assert secret not in kept
            assert secret.replace("-", "") not in kept

    def test_a_seed_moved_to_another_account_makes_no_codes(self, school, phones, account, caplog):
        phones.give("mamma")
        theirs = phones.give("papa")
        with school.session() as session:
            session.execute(
                update(SecondFactor)
                .where(SecondFactor.account_id == account.id)
                .values(seed=phones.factor("papa").seed)
            )
            vault = Vault(school.platform.secret)
            with caplog.at_level(logging.ERROR):
                code = theirs.code()
                assert services.prove(session, vault, account.id, code, NOW) is None
        assert "is the file `secret` another one?" in caplog.text

    def test_recovery_codes_work_though_the_secret_was_lost(self, school, phones, account):
        phone = phones.give("mamma")
        with school.session() as session:
            lost = Vault(b"another")
            assert services.prove(session, lost, account.id, phone.code(), NOW) is None
            code = phone.recovery_codes[0]
            assert services.prove(session, lost, account.id, code, NOW) is Proved.RECOVERY


class TestOnce:
    def prove(self, school, account, code):
        with school.session() as session:
            vault = Vault(school.platform.secret)
            return services.prove(session, vault, account.id, code, school.clock.now)

    def test_no_code_is_taken_twice(self, school, phones, account):
        phone = phones.give("mamma")
        code = phone.code()
        assert self.prove(school, account, code) is Proved.APP
        assert self.prove(school, account, code) is None

    def test_nor_one_of_before_the_last(self, school, phones, account):
        phone = phones.give("mamma")
        before, after = phone.code(seconds=-30), phone.code(seconds=30)
        assert self.prove(school, account, after) is Proved.APP
        assert self.prove(school, account, phone.code()) is None
        assert self.prove(school, account, before) is None
        school.clock.advance(seconds=60)
        assert self.prove(school, account, phone.code()) is Proved.APP

    def test_blanks_in_a_code_do_not_count(self, school, phones, account):
        code = phones.give("mamma").code()
        assert self.prove(school, account, f" {code[:3]} {code[3:]} ") is Proved.APP

    @pytest.mark.parametrize("code", ["", " ", "abc", "١٢٣٤٥٦", "0" * 40, "1" * 16, "½"])
    def test_nonsense_is_refused(self, school, phones, account, code):
        phones.give("mamma")
        assert self.prove(school, account, code) is None

    def test_a_recovery_code_works_once_however_it_is_typed(self, school, phones, account):
        first, second, *_others = phones.give("mamma").recovery_codes
        assert self.prove(school, account, first.lower().replace("-", " ")) is Proved.RECOVERY
        assert self.prove(school, account, first) is None
        misread = second.replace("-", "").replace("1", "l").replace("0", "O")
        assert self.prove(school, account, misread) is Proved.RECOVERY

    def test_only_for_its_account(self, school, phones, account):
        phones.give("mamma")
        theirs = phones.give("papa")
        assert self.prove(school, account, theirs.recovery_codes[0]) is None
        assert self.prove(school, account, theirs.code()) is None


def test_recovery_codes_are_ten_of_80_bits(phones):
    codes = phones.give("mamma").recovery_codes
    assert len(set(codes)) == recovery.COUNT == 10
    assert len(recovery.SIGNS) ** recovery.LENGTH == 2**80
    assert all(recovery.looks_like_one(code) for code in codes)
