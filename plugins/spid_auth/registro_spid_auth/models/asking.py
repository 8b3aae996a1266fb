"""Tables between sending somebody to prove who they are, and their being in."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, enum_column
from registro_spid_auth.kinds import Connector, Purpose


class PendingRequest(Base):
    """A request on its way, used up by the first response to it (AR-9, RS-3).

    It lives here and not in the browser's session, whose cookie does not come with the response.
    """

    __tablename__ = "spid_auth_request"

    # The AuthnRequest's ID, or the `state` of the gateway.
    id: Mapped[str] = mapped_column(primary_key=True)
    connector: Mapped[Connector] = mapped_column(enum_column(Connector))
    # entityID, or the gateway's issuer.
    provider: Mapped[str]
    purpose: Mapped[Purpose] = mapped_column(enum_column(Purpose))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    level: Mapped[int]
    comparison: Mapped[str]
    attribute_index: Mapped[int] = mapped_column(default=0)
    # Of the cookie that only the browser holds which began (RS-4).
    browser_hash: Mapped[str]
    # Where to go afterwards: a path of the register.
    back: Mapped[str]
    # As it was sent: it is logged with its response (LOG-1).
    message: Mapped[str] = mapped_column(Text)
    # What only the gateway's protocol needs: nonce and code verifier.
    secrets: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


class Arrival(Base):
    """Somebody proved who they are; the next request of the same browser opens the session.

    Only then do the register's own cookies come along: an earlier session can be ended, the known
    browser recognised (RS-15).
    """

    __tablename__ = "spid_auth_arrival"

    request_id: Mapped[str] = mapped_column(primary_key=True)
    arrived_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    connector: Mapped[Connector] = mapped_column(enum_column(Connector))
    provider: Mapped[str]
    purpose: Mapped[Purpose] = mapped_column(enum_column(Purpose))
    level: Mapped[int]
    browser_hash: Mapped[str]
    back: Mapped[str]
    name_id: Mapped[str]
    name_qualifier: Mapped[str]
    session_index: Mapped[str | None]
