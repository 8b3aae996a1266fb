"""What materials hold about a person, and what of it may be forgotten (GDPR art. 15 and 17).

What teachers handed out is the school's; who opened it, and when, goes on request.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_materials import _
from registro_materials.models import Folder, Item, Receipt, Share

Rows = list[dict[str, object]]


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """What a teacher prepared, what was shared with somebody alone, what somebody opened."""
    parts = [
        PersonalData(_("Cartelle di materiali"), _folders(session, person_id)),
        PersonalData(_("Materiali condivisi con la persona"), _shares(session, person_id)),
        PersonalData(_("Materiali aperti"), _receipts(session, person_id)),
    ]
    return [part for part in parts if part.rows]


def erase_person(session: Session, person_id: int) -> None:
    """Forget what somebody opened, and when."""
    session.execute(delete(Receipt).where(Receipt.person_id == person_id))


def _folders(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Folder.name, Folder.created_at, Item.title, Item.text, Item.link)
        .outerjoin(Item, Item.folder_id == Folder.id)
        .where(Folder.owner_id == person_id)
        .order_by(Folder.id, Item.id)
    )
    return [
        {
            "folder": name,
            "made": made.isoformat(),
            "title": title or "",
            "text": text or "",
            "link": link or "",
        }
        for name, made, title, text, link in rows
    ]


def _shares(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Item.title, Share.starts_on, Share.ends_on)
        .join(Item, Item.id == Share.item_id)
        .where((Share.student_id == person_id) | (Share.colleague_id == person_id))
        .order_by(Share.id)
    )
    return [
        {"title": title, "from": first.isoformat(), "until": last.isoformat() if last else ""}
        for title, first, last in rows
    ]


def _receipts(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Item.title, Receipt.file_id, Receipt.opened_at)
        .join(Item, Item.id == Receipt.item_id)
        .where(Receipt.person_id == person_id)
        .order_by(Receipt.opened_at, Receipt.id)
    )
    return [
        {"title": title, "file": file_id or "", "opened": at.isoformat()}
        for title, file_id, at in rows
    ]
