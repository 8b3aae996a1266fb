"""Circulars while they are drafts: what they say, whom they are for, what is attached."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, StoredFile, forget_files, record_change
from registro_messaging.noticeboard.models import Addressee, Circular, CircularFile, ForWhom


@dataclass(frozen=True)
class Spec:
    """Whom a circular is for: kinds of people in parts of the school, and single members of staff.

    No part at all is the whole school; staff who do not teach belong to no part.
    """

    kinds: Collection[ForWhom] = ()
    sites: Collection[int] = ()
    classes: Collection[int] = ()
    groups: Collection[int] = ()
    subjects: Collection[int] = ()
    people: Collection[int] = ()

    def rows(self, circular_id: int) -> list[Addressee]:
        """The rows that say so."""
        parts: list[dict[str, int]] = [
            *({"site_id": number} for number in self.sites),
            *({"class_id": number} for number in self.classes),
            *({"group_id": number} for number in self.groups),
            *({"subject_id": number} for number in self.subjects),
        ]
        whole: list[dict[str, int]] = [{}]
        found = [
            Addressee(circular_id=circular_id, for_whom=kind, **part)
            for kind in self.kinds
            for part in (parts if parts and kind is not ForWhom.STAFF else whole)
        ]
        single = ForWhom.PERSON
        found += [
            Addressee(circular_id=circular_id, for_whom=single, person_id=number)
            for number in self.people
        ]
        return found


@dataclass(frozen=True)
class Draft:
    """What was typed."""

    title: str
    text: str
    needs_signature: bool = False
    each_signs: bool = False
    sign_by: date | None = None
    spec: Spec = Spec()

    @property
    def columns(self) -> dict[str, object]:
        """The circular's own columns."""
        return {
            "title": self.title,
            "text": self.text,
            "needs_signature": self.needs_signature,
            "each_signs": self.each_signs,
            "sign_by": self.sign_by,
        }


def write(
    session: Session,
    year_id: int,
    draft: Draft,
    files: Iterable[StoredFile],
    actor: Actor,
    now: datetime,
) -> Circular:
    """Store a new draft."""
    circular = Circular(year_id=year_id, created_at=now, **draft.columns)
    session.add(circular)
    session.flush()
    _fill(session, circular, draft, files)
    change_ = Change(
        "messaging.circular.created", "messaging_circular", circular.id, after=draft.columns
    )
    record_change(session, actor, change_, now)
    return circular


def change(
    session: Session,
    circular: Circular,
    draft: Draft,
    files: Iterable[StoredFile],
    actor: Actor,
    now: datetime,
) -> None:
    """Change a draft. The caller has checked its version and that it is one."""
    before = {name: getattr(circular, name) for name in draft.columns}
    for name, value in draft.columns.items():
        setattr(circular, name, value)
    session.execute(delete(Addressee).where(Addressee.circular_id == circular.id))
    _fill(session, circular, draft, files)
    change_ = Change(
        "messaging.circular.changed",
        "messaging_circular",
        circular.id,
        before=before,
        after=draft.columns,
    )
    record_change(session, actor, change_, now)


def spec_of(session: Session, circular_id: int) -> Spec:
    """Whom a circular is for, as it was chosen: one statement."""
    rows = session.scalars(select(Addressee).where(Addressee.circular_id == circular_id)).all()
    return Spec(
        {row.for_whom for row in rows if row.for_whom is not ForWhom.PERSON},
        {row.site_id for row in rows if row.site_id},
        {row.class_id for row in rows if row.class_id},
        {row.group_id for row in rows if row.group_id},
        {row.subject_id for row in rows if row.subject_id},
        {row.person_id for row in rows if row.person_id},
    )


def files_of(session: Session, circular_id: int) -> list[tuple[int, StoredFile]]:
    """The attachments of a circular, in the order of their coming."""
    rows = session.execute(
        select(CircularFile.id, StoredFile)
        .join(StoredFile, StoredFile.id == CircularFile.file_id)
        .where(CircularFile.circular_id == circular_id)
        .order_by(CircularFile.id)
    )
    return [(row[0], row[1]) for row in rows]


def take_out(
    session: Session, circular: Circular, file_id: int, actor: Actor, now: datetime
) -> None:
    """Take an attachment out of a draft; the file is kept nowhere else."""
    row = session.get_one(CircularFile, file_id)
    stored = row.file_id
    session.delete(row)
    session.flush()
    forget_files(session, [stored])
    change_ = Change(
        "messaging.circular.file.removed",
        "messaging_circular",
        circular.id,
        before={"file": file_id},
    )
    record_change(session, actor, change_, now)


def _fill(session: Session, circular: Circular, draft: Draft, files: Iterable[StoredFile]) -> None:
    session.add_all(draft.spec.rows(circular.id))
    session.add_all(CircularFile(circular_id=circular.id, file_id=file.id) for file in files)
    session.flush()
