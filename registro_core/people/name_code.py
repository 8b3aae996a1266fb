"""The six letters that a codice fiscale makes of a name, to find a code given to the wrong person.

D.M. 23 December 1976: consonants first, then vowels, then X; a given name of
four consonants or more drops its second. Nothing here knows of databases or pages.
"""

import unicodedata

_VOWELS = "AEIOU"


def name_code(surname: str, given_name: str) -> str:
    """Return the first six letters that the code of somebody of this name begins with."""
    return _three(_consonants(surname), surname) + _three(
        _given_name_consonants(given_name), given_name
    )


def _given_name_consonants(name: str) -> str:
    """A given name's consonants without the second, if there are four or more."""
    consonants = _consonants(name)
    return consonants if len(consonants) < 4 else consonants[0] + consonants[2:]


def _three(consonants: str, name: str) -> str:
    """Three letters: consonants, then vowels in their order, then X."""
    vowels = "".join(letter for letter in _letters(name) if letter in _VOWELS)
    return (consonants + vowels + "XXX")[:3]


def _consonants(name: str) -> str:
    return "".join(letter for letter in _letters(name) if letter not in _VOWELS)


def _letters(name: str) -> str:
    """The plain capital letters of a name: no accents, spaces or apostrophes."""
    plain = unicodedata.normalize("NFKD", name.upper())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
