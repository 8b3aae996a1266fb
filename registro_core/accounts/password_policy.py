"""Which passwords are accepted: long ones that nobody would guess first.

No rules of composition: they make passwords harder to remember, not to guess.
Why twelve characters and not more: docs/decisions/0010-passwords-and-sessions.md.
"""

import re
import string
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from registro_core import _
from registro_core.items import Text

DEFAULT_MINIMUM = 12
LOWEST_MINIMUM = 8
MAXIMUM = 128

# Fewer different characters than this beside well-known words are no secret.
OWN_CHARACTERS = 4
# Shorter words would be found by chance inside good passwords.
SHORTEST_WORD = 4
DIFFERENT_CHARACTERS = 5
ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
NO_LETTERS = string.digits + string.punctuation + " "
LOOKALIKES = str.maketrans("@013457$", "aoieasts")


@dataclass(frozen=True)
class PasswordRules:
    """What a password is checked against: the school's minimum and the words near its owner.

    :param words: names of the school, its town and the person, user name, e-mail address.
    """

    minimum: int = DEFAULT_MINIMUM
    words: tuple[str, ...] = ()

    def problem(self, password: str) -> Text | None:
        """What is wrong with a password, for its owner to read; None if it is good."""
        length = len(password)
        if length < max(self.minimum, LOWEST_MINIMUM):
            return _(
                "Usa almeno ${count} caratteri: vanno bene anche tre o quattro parole.",
                mapping={"count": self.minimum},
            )
        if length > MAXIMUM:
            return _("Usa al massimo ${count} caratteri.", mapping={"count": MAXIMUM})
        if is_pattern(password):
            return _("Questa password è una sequenza facile da indovinare.")
        if not has_own_part(password, self.words):
            return _(
                "Questa password è fra le più usate, o contiene soltanto parole facili da "
                "indovinare come nomi, scuola o città."
            )
        return None


def is_pattern(password: str) -> bool:
    """Whether a password repeats itself or follows the alphabet, the digits or the keyboard."""
    text = password.lower()
    if len(set(text)) < DIFFERENT_CHARACTERS:
        return True
    length = len(text)
    pieces = range(1, min(length // 2, LOWEST_MINIMUM - 1) + 1)
    if any(text == (text[:piece] * length)[:length] for piece in pieces):
        return True
    letters = _letters(text)
    return bool(letters) and any(letters in row or letters in row[::-1] for row in ROWS)


def has_own_part(password: str, words: Iterable[str]) -> bool:
    """Whether something is left when common words and those near the owner are taken out.

    Taken out with digits at the ends too: "Galilei2026!" is a school and a year.
    """
    near = {_letters(part) for word in words for part in (word, *re.split(r"[\W_]+", word))}
    known = near | common_words()
    plain = unicodedata.normalize("NFKD", password).casefold().strip(NO_LETTERS)
    variants = {_letters(plain), _letters(plain.translate(LOOKALIKES))}
    return all(_rest(text, known) for text in variants)


def _rest(text: str, known: Iterable[str]) -> bool:
    for word in sorted(known, key=len, reverse=True):
        if len(word) >= SHORTEST_WORD:
            text = text.replace(word, " ")
    # what stands at the ends or alone is most often a year
    rest = text.replace(" ", "").strip("0123456789")
    return len(set(rest)) >= OWN_CHARACTERS


def _letters(text: str) -> str:
    """Letters and digits of any script, small and without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


@cache
def common_words() -> frozenset[str]:
    """The words of our own list of what people choose first."""
    text = (files("registro_core.accounts") / "common_words.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(_letters(line) for line in lines if line and not line.startswith("#"))
