"""What is held about a person, and what of it may be deleted (GDPR art. 15 and 17).

The transaction log is kept 24 months because the law says so (DPCM 24/10/2014 art. 13), whoever
asks; requests of association may go.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_spid_auth import _
from registro_spid_auth.models import Arrival, Association, Record, RecordContent

Rows = list[dict[str, object]]


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Sign-ins on record and under way, and the request to be recognised; no empty parts."""
    parts = [
        PersonalData(_("Accessi con SPID e CIE"), _sign_ins(session, person_id)),
        PersonalData(_("Accessi in corso"), _arrivals(session, person_id)),
        PersonalData(_("Richieste di abbinamento"), _associations(session, person_id)),
    ]
    return [part for part in parts if part.rows]


def erase_person(session: Session, person_id: int) -> None:
    """Forget the request by which a person was recognised, and a sign-in under way."""
    session.execute(delete(Association).where(Association.person_id == person_id))
    session.execute(delete(Arrival).where(Arrival.person_id == person_id))


def _sign_ins(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(
            Record.at,
            Record.kind,
            RecordContent.connector,
            RecordContent.provider,
            RecordContent.outcome,
        )
        .join(RecordContent, RecordContent.seq == Record.seq)
        .where(RecordContent.person_id == person_id)
        .order_by(Record.seq)
    )
    return [dict(row) for row in rows.mappings()]


def _arrivals(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Arrival.arrived_at, Arrival.connector, Arrival.provider).where(
            Arrival.person_id == person_id
        )
    )
    return [dict(row) for row in rows.mappings()]


def _associations(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(
            Association.asked_at,
            Association.surname,
            Association.given_name,
            Association.birth_date,
            Association.codice_fiscale,
            Association.note,
            Association.state,
        ).where(Association.person_id == person_id)
    )
    return [dict(row) for row in rows.mappings()]
