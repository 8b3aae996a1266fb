"""The day a student turns eighteen: student and parents are told what changes (V2)."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.clock import school_day
from registro_core.db.dated import holds_on
from registro_core.items import Job, Notice, NoticeKind
from registro_core.notices.services import publish_notice
from registro_core.people.adults import ADULT_AGE, parents_see_adult
from registro_core.people.guardians import guards_on
from registro_core.people.models import Guardianship, Person, StudentProfile
from registro_core.school.models import Enrolment
from registro_core.security.identity import is_adult

OF_AGE = NoticeKind("core:of-age", _("Maggiore età"), mandatory=True)


def tell_of_age(session: Session, now: datetime) -> None:
    """Tell those who are eighteen today. A day told twice supersedes itself."""
    today = school_day(now)
    for student_id, parents_see in _of_age_today(session, today):
        publish_notice(session, _to_student(student_id), now)
        parents = _guardians(session, student_id, today)
        publish_notice(session, _to_parents(student_id, parents, told=parents_see), now)


def _of_age_today(session: Session, today: date) -> list[tuple[int, bool]]:
    """Students who are of age today and were not yesterday: born on 29 February, on 1 March."""
    yesterday = today - timedelta(days=1)
    statement = (
        select(Person.id, Person.birth_date, parents_see_adult().label("parents_see"))
        .join(Enrolment, Enrolment.student_id == Person.id)
        .outerjoin(StudentProfile, StudentProfile.person_id == Person.id)
        .where(
            extract("year", Person.birth_date) == today.year - ADULT_AGE, holds_on(Enrolment, today)
        )
        .distinct()
    )
    return [
        (row.id, row.parents_see)
        for row in session.execute(statement)
        if is_adult(row.birth_date, today) and not is_adult(row.birth_date, yesterday)
    ]


def _guardians(session: Session, student_id: int, today: date) -> tuple[int, ...]:
    statement = select(Guardianship.guardian_id).where(
        Guardianship.student_id == student_id,
        guards_on(today),
    )
    return tuple(session.scalars(statement))


def _to_student(student_id: int) -> Notice:
    return Notice(
        kind=OF_AGE.name,
        subject=_("Auguri: da oggi sei maggiorenne"),
        body=_(
            "Puoi giustificare le tue assenze e chiedere di uscire. "
            "Se non vuoi che i tuoi genitori vedano il registro, dillo in segreteria."
        ),
        recipients=(student_id,),
        key=f"core:of-age:{student_id}",
    )


def _to_parents(student_id: int, parents: tuple[int, ...], *, told: bool) -> Notice:
    """For parents who see no more, a notice about no student: it says nothing of the register."""
    keeps = _(
        "Da oggi tuo figlio o tua figlia è maggiorenne e può giustificarsi da sé. "
        "Continui a vedere il registro, finché non chiede altrimenti."
    )
    ends = _(
        "Da oggi tuo figlio o tua figlia è maggiorenne: il registro si vede solo se lo chiedi "
        "in segreteria e se lo studente non si oppone."
    )
    return Notice(
        kind=OF_AGE.name,
        subject=_("Maggiore età: che cosa cambia nel registro"),
        body=keeps if told else ends,
        recipients=parents,
        key=f"core:of-age:parents:{student_id}",
        student_id=student_id if told else None,
    )


TELL_OF_AGE = Job("core.of-age", tell_of_age, at=time(6, 30))
