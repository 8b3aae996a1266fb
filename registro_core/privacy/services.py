"""A person's data, from the core and every plugin: to show, and to erase what may go."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Delete, Update, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account
from registro_core.agenda.feeds.models import CalendarFeed
from registro_core.audit.models import AuditEntry
from registro_core.audit.services import Change, erase_values, record_change
from registro_core.db.dated import holds_on
from registro_core.items import Actor, PersonalData
from registro_core.notices.models import Digest, DirectMail, NoticePreference, NoticeRecipient
from registro_core.people.models import Guardianship, Person, RoleGrant, StudentProfile
from registro_core.plugins import Plugins
from registro_core.privacy.sections import SECTIONS
from registro_core.school.models import Enrolment


class StillNeeded(StrEnum):
    """Why nothing of a person may be erased yet (GDPR 17(3)(b), (d))."""

    ROLE = "role"
    ENROLLED = "enrolled"
    GUARDIAN = "guardian"


def collect(plugins: Plugins, session: Session, person_id: int) -> list[PersonalData]:
    """All that core and plugins hold about a person (GDPR 15); empty sections are left out."""
    found: list[PersonalData] = plugins.collect(
        "registro_personal_data", session=session, person_id=person_id
    )
    return [section for section in found if section.rows]


def why_needed(session: Session, person_id: int, today: date) -> StillNeeded | None:
    """Why a person's data are still needed: they work, study, or answer for a student here."""
    role = exists().where(RoleGrant.person_id == person_id, holds_on(RoleGrant, today))
    enrolled = exists().where(Enrolment.student_id == person_id, holds_on(Enrolment, today))
    guardian = exists().where(
        Guardianship.guardian_id == person_id,
        holds_on(Guardianship, today),
        Enrolment.student_id == Guardianship.student_id,
        holds_on(Enrolment, today),
    )
    row = session.execute(select(role, enrolled, guardian)).one()
    reasons = (StillNeeded.ROLE, StillNeeded.ENROLLED, StillNeeded.GUARDIAN)
    return next((reason for reason, holds in zip(reasons, row, strict=True) if holds), None)


def erase(
    plugins: Plugins, session: Session, actor: Actor, person_id: int, reason: str, now: datetime
) -> None:
    """Erase what the law does not ask to keep (GDPR 17), from core and plugins, all or nothing.

    The act is in the audit log, which serves as the list of what to erase
    again after an older backup was restored. Values of earlier acts on the
    person's own record go too: they would keep the old telephone number.
    """
    plugins.fire("registro_erase_person", session=session, person_id=person_id)
    own_acts = select(AuditEntry.seq).where(
        AuditEntry.object_type == Person.__tablename__, AuditEntry.object_id == str(person_id)
    )
    erase_values(session, actor, session.scalars(own_acts).all(), reason, now)
    change = Change("privacy.person.erased", "person", person_id, reason=reason)
    record_change(session, actor, change, now)


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """The core's answer to `registro_personal_data`: a statement for each section."""
    return [
        PersonalData(
            section.title,
            [dict(row) for row in session.execute(section.about(person_id)).mappings()],
        )
        for section in SECTIONS
    ]


def erase_person(session: Session, person_id: int) -> None:
    """The core's answer to `registro_erase_person`.

    Contacts, needs, the account with all that hangs on it, notices and mails
    go. Names, birth, roles, enrolments and teachings are the school's archive.
    """
    session.flush()
    for statement in (*_emptied(person_id), *_deleted(person_id)):
        session.execute(statement.execution_options(synchronize_session=False))
    # whatever this session read before is no longer true
    session.expire_all()


def _emptied(person_id: int) -> tuple[Update, ...]:
    contacts = ("address", "city", "email", "institutional_email", "phone")
    guardian_or_child = or_(
        Guardianship.student_id == person_id, Guardianship.guardian_id == person_id
    )
    return (
        update(Person)
        .where(Person.id == person_id)
        .values(version=Person.version + 1, **dict.fromkeys(contacts)),
        update(StudentProfile)
        .where(StudentProfile.person_id == person_id)
        .values(version=StudentProfile.version + 1, special_needs=None),
        update(Guardianship)
        .where(guardian_or_child)
        .values(version=Guardianship.version + 1, restriction_reason=None),
    )


def _deleted(person_id: int) -> tuple[Delete, ...]:
    tables = (Account, NoticeRecipient, NoticePreference, DirectMail, Digest, CalendarFeed)
    return tuple(delete(table).where(table.person_id == person_id) for table in tables)
