"""The school's signing key: made once, kept sealed in the database (VAPID, RFC 8292)."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registro_core.api import vault_of
from registro_web_push.encoding import to_text
from registro_web_push.models import SigningKey

OWNER, PURPOSE = "web_push", "signing key"
THE_ONE = 1


@dataclass(frozen=True)
class Keys:
    """The public key, as browsers want it, and the private one as PEM."""

    public: str
    private: str


def public_key(session: Session) -> str | None:
    """The public key; None if none was made yet."""
    return session.scalar(select(SigningKey.public))


def signing_keys(session: Session) -> Keys | None:
    """Both keys; None if none were made yet. Raise BrokenSeal if the secret is another one."""
    row = session.get(SigningKey, THE_ONE)
    if row is None:
        return None
    return Keys(row.public, vault_of(session, OWNER).open(row.sealed, PURPOSE))


def make_keys(session: Session, now: datetime) -> str:
    """Make the keys unless there are any; return the public one. Two at once make one pair."""
    known = public_key(session)
    if known is not None:
        return known
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    row = {
        "id": THE_ONE,
        "public": to_text(point),
        "sealed": vault_of(session, OWNER).seal(pem, PURPOSE),
        "made_at": now,
    }
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    session.execute(insert(SigningKey).values(row).on_conflict_do_nothing())
    return session.scalars(select(SigningKey.public)).one()
