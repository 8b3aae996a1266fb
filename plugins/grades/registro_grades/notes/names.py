"""Finding names in a text: a note that other families read must not name their children (V4).

A hint, never a verdict: "i conti non tornano" names no Conti. Who writes is warned, and decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Named:
    """A student as a text may name them. `near`: in the class, so one name alone tells who it is."""

    student_id: int
    surname: str
    given_name: str
    near: bool = True

    @property
    def name(self) -> str:
        """Surname first, as registers list students."""
        return f"{self.surname} {self.given_name}"


def words_of(text: str) -> str:
    """The words of a text, small letters without accents, one blank around each.

    Apostrophes part words, so that "dell'Abate" holds "abate", and "D’Angelo" equals "D'Angelo".
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {' '.join(WORD.findall(letters))} "


def names_in(text: str, people: Iterable[Named]) -> list[Named]:
    """Who of some people is named in a text, in their order.

    Somebody near by surname or given name (of several, the first is enough); others of
    the school by both, in either order.
    """
    words = words_of(text)
    return [person for person in people if any(form in words for form in _forms(person))]


def _forms(person: Named) -> list[str]:
    surname, given = words_of(person.surname), words_of(person.given_name)
    both = [f"{surname.rstrip()}{given}", f"{given.rstrip()}{surname}"]
    if not person.near:
        return both
    first = f" {given.split()[0]} " if given.strip() else ""
    return [form for form in (surname, first) if form.strip()]
