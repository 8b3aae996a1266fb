"""V4: whom a text names. A hint for who writes, so it rather finds one too many."""

import pytest

from registro_grades.notes.names import Named, names_in

CLASS = [
    Named(1, "Abate", "Anna"),
    Named(2, "De Luca", "Dario Maria"),
    Named(3, "D'Angelo", "Niccolò"),
    Named(4, "Müller", "Zoë"),
]
SCHOOL = Named(9, "Rossi", "Chiara", near=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La classe disturba la lezione.", []),
        ("Abate lancia un astuccio.", [1]),
        ("La colpa è dell’ABATE!", [1]),
        ("anna e dario litigano", [1, 2]),
        ("Litigano Dario e un compagno", [2]),
        ("Il quaderno di De  Luca", [2]),
        ("Luca non c'entra", []),
        ("D’Angelo non segue", [3]),
        ("Niccolo' esce senza permesso", [3]),
        ("Muller e Zoe", [4]),
        ("Annalisa, abaten e Abatelli sono altre parole", []),
        ("", []),
    ],
)
def test_surname_or_given_name_of_a_classmate(text, found):
    assert [person.student_id for person in names_in(text, CLASS)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chiara è chiara.", False),
        ("I rossi e i neri", False),
        ("Con Chiara Rossi di 2A", True),
        ("Con Rossi Chiara di 2A", True),
        ("rossi, chiara", True),
    ],
)
def test_somebody_of_another_class_by_both_names(text, found):
    assert bool(names_in(text, [SCHOOL])) is found


def test_a_person_without_a_given_name_is_not_found_everywhere():
    assert names_in("Una frase qualsiasi", [Named(1, "Abate", ""), Named(2, "", "")]) == []
