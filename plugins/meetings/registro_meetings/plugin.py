"""What meetings add to the register: so far tables and rules that are ready for pages."""

from sqlalchemy.orm import Session

from registro_core.api import NoticeKind, PersonalData, hookimpl
from registro_meetings import privacy
from registro_meetings.booking.notices import FAMILY_NOTICE, TEACHER_NOTICE


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what teachers and families are told."""
    return [TEACHER_NOTICE, FAMILY_NOTICE]


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what meetings hold about a person (GDPR art. 15)."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget what need not be kept about a person (GDPR art. 17)."""
    privacy.erase_person(session, person_id)
