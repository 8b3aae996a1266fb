"""Writing the transaction log (LOG-1)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registro_spid_auth.kinds import Connector
from registro_spid_auth.models import Record, RecordContent, RecordKind
from registro_spid_auth.records.chain import digest_of, head_for_writing
from registro_spid_auth.records.sealing import LogKeys

OK = "ok"
NO_CONTENT = ""


@dataclass(frozen=True)
class Transaction:
    """One exchange with an identity provider.

    `outcome` is "ok" or the machine word of the refusal; `evidence` is what is sealed: the messages
    as they were sent and received, and what art. 13 of the DPCM wants found without reading them.
    """

    kind: RecordKind
    connector: Connector
    provider: str
    outcome: str
    person_id: int | None = None
    evidence: Mapping[str, str | None] = field(default_factory=dict)


def add_record(session: Session, keys: LogKeys, transaction: Transaction, now: datetime) -> int:
    """Add a line, in the transaction of what it tells of; return its number.

    Call it last: on PostgreSQL others who write here wait until the transaction ends.
    """
    seq, previous = head_for_writing(session)
    seq += 1
    sealed = keys.seal(seq, json.dumps(dict(transaction.evidence), ensure_ascii=False).encode())
    content: dict[str, object] = {
        "seq": seq,
        "connector": transaction.connector,
        "provider": transaction.provider,
        "outcome": transaction.outcome,
        "person_id": transaction.person_id,
        "key_id": sealed.key_id,
        "sealed": sealed.data,
    }
    _insert(session, seq, now, transaction.kind, digest_of(content), previous)
    session.execute(insert(RecordContent), [content])
    return seq


def add_purge(session: Session, purged_to: int, now: datetime) -> int:
    """Add the line by which the contents up to another may be removed; return its number."""
    seq, previous = head_for_writing(session)
    _insert(session, seq + 1, now, RecordKind.PURGE, NO_CONTENT, previous, purged_to)
    return seq + 1


def _insert(
    session: Session,
    seq: int,
    now: datetime,
    kind: RecordKind,
    content_digest: str,
    previous: str,
    purged_to: int | None = None,
) -> None:
    row: dict[str, object] = {
        "seq": seq,
        # in UTC, as it is read back: the digest is of its text
        "at": now.astimezone(UTC),
        "kind": kind,
        "purged_to": purged_to,
        "content_digest": content_digest,
        "previous_digest": previous,
    }
    session.execute(insert(Record), [{**row, "digest": digest_of(row)}])
