"""The table of people whom the office is asked to recognise (*richieste di abbinamento*)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned, enum_column
from registro_spid_auth.kinds import Connector


class AssociationState(StrEnum):
    """How far a request has come."""

    # Somebody unknown came in with SPID or CIE; they may ask, for half an hour.
    DRAFT = "draft"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Association(Versioned, Base):
    """Somebody identified for certain, whom the school does not know by that codice fiscale (ACC-3).

    What their identity provider says of them is kept for the office to compare; it never becomes
    the school's data by itself (ACC-1).
    """

    __tablename__ = "spid_auth_association"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Random: the page of who may ask carries it, and says nothing.
    token: Mapped[str] = mapped_column(unique=True)
    state: Mapped[AssociationState] = mapped_column(enum_column(AssociationState), index=True)
    connector: Mapped[Connector] = mapped_column(enum_column(Connector))
    browser_hash: Mapped[str]
    codice_fiscale: Mapped[str] = mapped_column(index=True)
    surname: Mapped[str]
    given_name: Mapped[str]
    birth_date: Mapped[date | None]
    # What they wrote to the office: whose parent they are.
    note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    # Whom the office recognised.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    reason: Mapped[str | None]
