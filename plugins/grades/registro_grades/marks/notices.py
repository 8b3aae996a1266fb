"""Telling families of marks: late enough to be right, once, and never at night (G9).

The marks of a student that become visible while a notice waits to leave are in that notice. What
it says is made anew whenever one of them changes; when none is left it is withdrawn.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Audience,
    Notice,
    NoticeKind,
    Subject,
    Text,
    audiences,
    publish_notices,
    withdraw_notices,
)
from registro_grades import _
from registro_grades.marks.occasion import Occasion
from registro_grades.models import Assessment, Code, Mark

MARK_NOTICE = NoticeKind("grades:mark", _("Nuovi voti"))
CHANGED_NOTICE = NoticeKind("grades:changed", _("Voti modificati"))

NEW_BODY = _("Trovi il voto e il suo motivo nella pagina dei voti.")
CHANGED_BODY = _("Nella pagina dei voti trovi il voto di prima, quello di adesso e il motivo.")

# A student and the instant at which a notice leaves.
Batch = tuple[int, datetime]


def waiting_batches(
    session: Session, student_ids: Collection[int], now: datetime
) -> dict[int, list[datetime]]:
    """When notices of marks that have not left yet will leave, by student: one statement."""
    found: dict[int, list[datetime]] = defaultdict(list)
    statement = (
        select(Mark.student_id, Mark.told_at)
        .where(Mark.student_id.in_(student_ids), Mark.told_at > now, Mark.cancelled_at.is_(None))
        .distinct()
        .order_by(Mark.told_at)
    )
    for student_id, told_at in session.execute(statement):
        if told_at is not None:
            found[student_id].append(told_at)
    return found


def told_at(publish_at: datetime, occasion: Occasion, waiting: Iterable[datetime]) -> datetime:
    """When the family is told of a mark: with a notice that leaves in time, else by one of its own."""
    own = occasion.leaves_at(publish_at)
    return next((at for at in waiting if publish_at <= at <= own), own)


def tell(session: Session, batches: Collection[Batch], occasion: Occasion) -> None:
    """Make the notices that wait to leave say what is so now: a handful of statements."""
    waiting = {batch for batch in batches if batch[1] > occasion.now}
    if not waiting:
        return
    subjects = _subjects(session, waiting)
    told = _audiences(session, subjects, occasion)
    notices = [
        Notice(
            kind=MARK_NOTICE.name,
            subject=_new(told[student_id].given_name, names),
            body=NEW_BODY,
            recipients=told[student_id].people,
            key=_key(student_id, at),
            link=_link(student_id),
            not_before=at,
            student_id=student_id,
        )
        for (student_id, at), names in subjects.items()
    ]
    empty = [_key(*batch) for batch in waiting if batch not in subjects]
    if empty:
        withdraw_notices(session, empty, occasion.now)
    publish_notices(session, notices, occasion.now)


def tell_changed(
    session: Session, changed: Mapping[int, tuple[int, str]], occasion: Occasion
) -> None:
    """Say that marks of which families had been told are changed; student and subject by mark."""
    if not changed:
        return
    told = _audiences(
        session, [(student_id, None) for student_id, _s in changed.values()], occasion
    )
    notices = [
        Notice(
            kind=CHANGED_NOTICE.name,
            subject=_(
                "${name}: un voto di ${subject} è stato modificato",
                mapping={"name": told[student_id].given_name, "subject": subject},
            ),
            body=CHANGED_BODY,
            recipients=told[student_id].people,
            key=f"grades:changed:{mark_id}",
            link=_link(student_id),
            not_before=occasion.leaves_at(occasion.now),
            student_id=student_id,
        )
        for mark_id, (student_id, subject) in changed.items()
    ]
    publish_notices(session, notices, occasion.now)


def _audiences(
    session: Session, batches: Iterable[tuple[int, object]], occasion: Occasion
) -> dict[int, Audience]:
    return audiences(session, {student_id for student_id, _at in batches}, occasion.today)


def _subjects(session: Session, batches: Collection[Batch]) -> dict[Batch, list[str]]:
    """The subjects of each notice, as it stands now: one statement. No mark is named in a notice."""
    statement = (
        select(Mark.student_id, Mark.told_at, Subject.name)
        .join(Assessment, Assessment.id == Mark.assessment_id)
        .join(Subject, Subject.id == Assessment.subject_id)
        .outerjoin(Code, Code.id == Mark.code_id)
        .where(
            Mark.student_id.in_({student_id for student_id, _at in batches}),
            Mark.told_at.in_({at for _student, at in batches}),
            Mark.cancelled_at.is_(None),
            or_(Code.id.is_(None), Code.for_family.is_(True)),
        )
        .order_by(Subject.name)
    )
    found: dict[Batch, list[str]] = defaultdict(list)
    for student_id, at, name in session.execute(statement):
        if at is not None and (student_id, at) in batches:
            found[student_id, at].append(name)
    return dict(found)


def _new(name: str, subjects: list[str]) -> Text:
    several = list(dict.fromkeys(subjects))
    mapping = {"name": name, "subjects": ", ".join(several)}
    if len(subjects) == 1:
        return _("${name}: nuovo voto di ${subjects}", mapping=mapping)
    return _("${name}: nuovi voti di ${subjects}", mapping=mapping)


def _key(student_id: int, at: datetime) -> str:
    return f"grades:mark:{student_id}:{at:%Y%m%dT%H%M%S%f}"


def _link(student_id: int) -> str:
    return f"/students/{student_id}/marks"
