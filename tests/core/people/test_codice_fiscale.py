"""X2: check letter, omocodia, provisional codes, and what a code says of its holder."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_core.people.codice_fiscale import (
    CodiceFiscaleError,
    Flaw,
    check_letter,
    normalise,
    parse,
)
from registro_core.people.name_code import name_code

# The example every handbook has, and how it reads when the last digit is taken.
ROSSI = "RSSMRA85T10A562S"
DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
LETTERS_FOR_DIGITS = "LMNPQRSTUV"
TODAY = date(2026, 11, 23)


@st.composite
def births(draw: st.DrawFn) -> tuple[date, str]:
    born = draw(st.dates(date(1930, 1, 1), date(2026, 11, 1)))
    return born, draw(st.sampled_from("MF"))


@st.composite
def codes(draw: st.DrawFn) -> str:
    born, sex = draw(births())
    name = draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=6, max_size=6))
    place = draw(st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True))
    return code_of(name, born, sex, place)


def code_of(name: str, born: date, sex: str, place: str = "F205") -> str:
    day = born.day + (40 if sex == "F" else 0)
    body = f"{name}{born:%y}{'ABCDEHLMPRST'[born.month - 1]}{day:02}{place}"
    return body + check_letter(body)


def omocodic(code: str, places: tuple[int, ...]) -> str:
    letters = list(code[:15])
    for place in places:
        letters[place] = LETTERS_FOR_DIGITS[int(letters[place])]
    return "".join(letters) + check_letter("".join(letters))


def test_the_handbook_example() -> None:
    code = parse(ROSSI)
    assert code.sex == "M"
    assert code.birth_date(TODAY) == date(1985, 12, 10)
    assert not code.is_omocodic
    assert not code.is_provisional


def test_it_is_read_as_people_type_it() -> None:
    assert parse(" rss mra 85t10 a562s ").code == ROSSI
    assert normalise("rssmra-85t10.a562s") == ROSSI


@given(codes())
def test_every_well_formed_code_is_accepted(code: str) -> None:
    assert parse(code).code == code


@given(codes(), st.integers(0, 15), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_a_changed_character_is_refused_or_gives_a_code_that_checks(
    code: str, place: int, character: str
) -> None:
    changed = code[:place] + character + code[place + 1 :]
    try:
        assert check_letter(parse(changed).code[:15]) == changed[15]
    except CodiceFiscaleError:
        assert changed != code


@given(codes(), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_only_one_check_letter_is_right(code: str, letter: str) -> None:
    if letter == code[15]:
        return
    with pytest.raises(CodiceFiscaleError) as refused:
        parse(code[:15] + letter)
    assert refused.value.flaw is Flaw.CHECK_LETTER


@given(codes(), st.sets(st.sampled_from(DIGIT_PLACES)))
def test_omocodia_changes_neither_birth_nor_sex(code: str, places: set[int]) -> None:
    variant = parse(omocodic(code, tuple(places)))
    assert variant.is_omocodic == bool(places)
    assert variant.plain == code
    assert variant.sex == parse(code).sex
    assert variant.birth_date(TODAY) == parse(code).birth_date(TODAY)


def test_all_127_variants_of_a_code_are_accepted_and_differ() -> None:
    variants = {
        omocodic(ROSSI, places)
        for count in range(1, 8)
        for places in combinations(DIGIT_PLACES, count)
    }
    assert len(variants) == 127
    assert all(parse(variant).plain == ROSSI for variant in variants)


@given(births())
def test_birth_and_sex_are_read_back(birth: tuple[date, str]) -> None:
    born, sex = birth
    code = parse(code_of("RSSMRA", born, sex))
    assert code.sex == sex
    assert code.birth_date(born) == born


def test_the_century_is_the_latest_that_is_not_in_the_future() -> None:
    code = parse(code_of("RSSMRA", date(1926, 11, 24), "F"))
    assert code.birth_date(date(2026, 11, 23)) == date(1926, 11, 24)
    assert code.birth_date(date(2026, 11, 24)) == date(2026, 11, 24)


def test_29_february_1900_is_only_possible_in_2000() -> None:
    code = parse(code_of("RSSMRA", date(2000, 2, 29), "M"))
    assert code.birth_date(TODAY) == date(2000, 2, 29)
    assert code.birth_date(date(1999, 1, 1)) is None


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_eleven_digits_are_a_provisional_code_that_tells_nothing(text: str) -> None:
    code = parse(text)
    assert code.is_provisional
    assert code.sex is None
    assert code.birth_date(TODAY) is None
    assert code.plain == text


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.LENGTH),
        ("RSSMRA85T10A562", Flaw.LENGTH),
        ("123456789012", Flaw.LENGTH),
        ("١٢٣٤٥٦٧٨٩٠١", Flaw.LENGTH),
        ("1SSMRA85T10A562S", Flaw.SHAPE),
        ("RSSMRA85Z10A562S", Flaw.SHAPE),
        ("RSSMRÀ85T10A562S", Flaw.SHAPE),
        ("RSSMRA85T10A562T", Flaw.CHECK_LETTER),
        ("RSSMRA85T32A562" + check_letter("RSSMRA85T32A562"), Flaw.DATE),
        ("RSSMRA85B30A562" + check_letter("RSSMRA85B30A562"), Flaw.DATE),
        ("RSSMRA85T80A562" + check_letter("RSSMRA85T80A562"), Flaw.DATE),
        ("RSSMRA85T00A562" + check_letter("RSSMRA85T00A562"), Flaw.DATE),
    ],
)
def test_what_is_wrong_is_told(text: str, flaw: Flaw) -> None:
    with pytest.raises(CodiceFiscaleError) as refused:
        parse(text)
    assert refused.value.flaw is flaw


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    try:
        told: object = parse(text).code
    except CodiceFiscaleError as error:
        told = error.flaw
    assert told in Flaw or len(str(told)) in {11, 16}


@pytest.mark.parametrize(
    ("surname", "given_name", "letters"),
    [
        ("Rossi", "Mario", "RSSMRA"),
        ("Fo", "Dario", "FOXDRA"),
        ("D'Amico", "Gianfranco", "DMCGFR"),
        ("De Rosa", "Nicolò", "DRSNCL"),
        ("Hu", "Mei", "HUXMEI"),
        ("Aiello", "Io", "LLAIOX"),
    ],
)
def test_the_letters_of_a_name(surname: str, given_name: str, letters: str) -> None:
    assert name_code(surname, given_name) == letters
