"""Tables of the transaction log (*registro delle transazioni*, DPCM 24/10/2014 art. 13)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, enum_column
from registro_spid_auth.kinds import Connector


class RecordKind(StrEnum):
    """What a line of the log is about."""

    SIGN_IN = "sign-in"
    CONFIRM = "confirm"
    LOGOUT = "logout"
    # The contents of lines older than 24 months were removed (LOG-2).
    PURGE = "purge"


class Record(Base):
    """One link of the chain: it names nobody, and stays for ever (LOG-3).

    `digest` covers the fields, the content's digest and the line before. Rows are only ever added:
    triggers refuse the rest.
    """

    __tablename__ = "spid_auth_record"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    kind: Mapped[RecordKind] = mapped_column(enum_column(RecordKind))
    # Of a purge: the contents up to this line were removed. Otherwise none.
    purged_to: Mapped[int | None] = mapped_column(index=True)
    content_digest: Mapped[str]
    previous_digest: Mapped[str]
    digest: Mapped[str]


class RecordContent(Base):
    """What a line says: removed after 24 months, never altered (LOG-1, LOG-2).

    What counts and finds lines stands in the open; the messages, and all that is personal in them,
    are in `sealed`, which only the key outside the database opens.
    """

    __tablename__ = "spid_auth_record_content"

    seq: Mapped[int] = mapped_column(
        ForeignKey("spid_auth_record.seq"), primary_key=True, autoincrement=False
    )
    connector: Mapped[Connector] = mapped_column(enum_column(Connector))
    provider: Mapped[str]
    # "ok", or the machine word of the refusal.
    outcome: Mapped[str]
    # No foreign key: the log outlives whom it speaks of.
    person_id: Mapped[int | None] = mapped_column(index=True)
    key_id: Mapped[str]
    sealed: Mapped[bytes]
