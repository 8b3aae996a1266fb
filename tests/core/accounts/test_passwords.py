"""Hashing, and which passwords are accepted."""

import threading
import time
import unicodedata

import pytest

from registro_core.accounts import passwords
from registro_core.accounts.password_policy import (
    PasswordRules,
    common_words,
    has_own_part,
    is_pattern,
)

WORDS = ("IIS Galileo Galilei", "Firenze", "laura.derosa", "De Rosa", "Laura", "l.derosa@posta.it")


class TestHashing:
    def test_figures(self):
        hashed = passwords.hash_password("a")
        assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert not passwords.needs_rehash(hashed)

    def test_right_and_wrong(self):
        hashed = passwords.hash_password("perché no?")
        assert passwords.verify_password(hashed, "perché no?")
        assert not passwords.verify_password(hashed, "perche no?")

    def test_letters_typed_in_two_ways_are_the_same(self):
        hashed = passwords.hash_password(unicodedata.normalize("NFC", "perché"))
        assert passwords.verify_password(hashed, unicodedata.normalize("NFD", "perché"))

    @pytest.mark.parametrize("stored", [None, "", "x", "$argon2id$v=19$broken"])
    def test_nothing_to_compare_with_is_wrong(self, stored):
        assert not passwords.verify_password(stored, "x")

    def test_two_at_once_at_most(self, monkeypatch):
        now, most = [], []

        class Slow:
            def verify(self, _stored, _password):
                now.append(1)
                most.append(len(now))
                time.sleep(0.01)
                now.pop()

        monkeypatch.setattr(passwords, "_HASHER", Slow())
        threads = [
            threading.Thread(target=passwords.verify_password, args=("x", "y")) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert max(most) <= 2


class TestRules:
    @pytest.mark.parametrize(
        "password",
        [
            "cavallo graffetta treno",
            "laura sogna treni lenti",
            "8f3Kq02mZ1pX",
            "la mia bici ha 3 ruote",
            "Ночь улица фонарь аптека",
            "ひらがなとカタカナと漢字です",
            "n0n-c'è-due-senza-tre",
        ],
    )
    def test_good_ones(self, password):
        assert PasswordRules(12, WORDS).problem(password) is None

    @pytest.mark.parametrize(
        "password",
        [
            "password1234",
            "P@ssw0rd2026!",
            "Galilei2026!!",
            "galileogalilei",
            "derosalaura82",
            "laura.derosa1",
            "firenze1firenze2",
            "registro.2026",
            "juventus1897!",
            "iloveyou12345",
            "scuola scuola 1",
            "839201748261",
        ],
    )
    def test_what_others_would_try_first(self, password):
        assert "parole facili" in str(PasswordRules(12, WORDS).problem(password))

    @pytest.mark.parametrize(
        "password",
        [
            "aaaaaaaaaaaa",
            "121212121212",
            "abcabcabcabc",
            "123456789012",
            "zyxwvutsrqpo",
            "qwertyuiopas",
        ],
    )
    def test_patterns(self, password):
        assert is_pattern(password)
        assert "sequenza" in str(PasswordRules(12).problem(password))

    def test_length_counts_letters_not_bytes(self):
        assert PasswordRules(12).problem("è" * 6) is not None
        assert PasswordRules(12).problem("àèìòùéÀÈÌÒÙç çñ") is None

    def test_a_school_cannot_go_below_eight(self):
        assert PasswordRules(1).problem("Xq7mvL2") is not None
        assert PasswordRules(1).problem("Xq7mvL2w") is None

    def test_short_words_near_the_owner_do_not_spoil_good_ones(self):
        assert has_own_part("abecedario storto", ["Abe"])


def test_our_list_of_common_words_is_clean():
    words = common_words()
    assert len(words) > 500
    assert all(len(word) >= 3 and word.isalnum() for word in words)
