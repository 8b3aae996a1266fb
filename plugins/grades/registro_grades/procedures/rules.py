"""What DPR 134/2025 says of removals from lessons: who decides, and what the student does (B2).

Days are days of school: between two of them Sundays and holidays are not counted.
"""

from dataclasses import dataclass
from datetime import date

from registro_core.api import Text
from registro_grades import _
from registro_grades.models import Body, Outcome

# Up to two days: reflection at school. Longer: active citizenship at a listed structure.
AT_SCHOOL_DAYS = 2
# Up to fifteen days the council of the class decides; longer ones that of the institute.
CLASS_COUNCIL_DAYS = 15


def body_of(outcome: Outcome, days: int = 0) -> Body:
    """Who decides: by the length of a removal; an exclusion is always for the institute."""
    if outcome is Outcome.EXCLUSION:
        return Body.INSTITUTE
    if outcome is Outcome.REMOVAL and days > CLASS_COUNCIL_DAYS:
        return Body.INSTITUTE
    return Body.CLASS


def needs_place(days: int) -> bool:
    """Whether a removal is spent at a listed structure outside the school."""
    return days > AT_SCHOOL_DAYS


@dataclass(frozen=True)
class Removal:
    """A removal as decided: first and last day, what the student does, and where."""

    first_day: date
    last_day: date
    activity: str
    place: str | None


@dataclass(frozen=True)
class Decision:
    """What a council decided, when, and why."""

    outcome: Outcome
    decided_on: date
    grounds: str
    act: str | None = None
    removal: Removal | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a decision, at a field."""

    field: str
    message: Text


def problem_of(decision: Decision, heard_on: date, year_ends_on: date, days: int) -> Problem | None:
    """What the rules object to; None if the decision may be recorded.

    :param days: days of school in the removal, if there is one.
    """
    if decision.decided_on < heard_on:
        return Problem(
            "decided_on", _("La decisione viene dopo l’audizione: lo studente va prima sentito.")
        )
    removal = decision.removal
    return None if removal is None else _problem_of_removal(decision, removal, year_ends_on, days)


def _problem_of_removal(
    decision: Decision, removal: Removal, year_ends_on: date, days: int
) -> Problem | None:
    if removal.first_day < decision.decided_on:
        return Problem("first_day", _("L’allontanamento comincia dopo la decisione."))
    if removal.last_day < removal.first_day:
        return Problem("last_day", _("L’ultimo giorno viene dopo il primo."))
    if removal.last_day > year_ends_on:
        return Problem("last_day", _("L’allontanamento finisce entro l’anno scolastico."))
    if not days:
        return Problem("last_day", _("In quei giorni non c’è lezione."))
    if not removal.activity:
        return Problem(
            "activity", _("Scrivi l’attività: chi è allontanato resta impegnato in un percorso.")
        )
    if needs_place(days) and not removal.place:
        return Problem(
            "place",
            _("Oltre i due giorni l’attività si svolge presso una struttura: scrivi quale."),
        )
    return None
