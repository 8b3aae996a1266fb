"""What web push holds about a person, and forgetting it (GDPR art. 15 and 17)."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_web_push import _
from registro_web_push.models import Device


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """The devices of a person, with the address that the maker of the browser gave them."""
    rows = session.execute(
        select(Device.label, Device.endpoint, Device.added_at)
        .where(Device.person_id == person_id)
        .order_by(Device.id)
    )
    data = [
        {
            "device": label,
            "address": endpoint,
            "added": added.isoformat(),
        }
        for label, endpoint, added in rows
    ]
    return [PersonalData(_("Dispositivi per le notifiche"), data)] if data else []


def erase_person(session: Session, person_id: int) -> None:
    """Forget the devices."""
    session.execute(delete(Device).where(Device.person_id == person_id))
