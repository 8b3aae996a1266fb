"""Noting how far the log has come in the core's audit log, which is anchored outside the database."""

from datetime import datetime

from sqlalchemy.orm import Session

from registro_core.api import SYSTEM, Change, history_of, record_change
from registro_spid_auth.records.chain import head

OBJECT, HEAD = "spid_auth_record", "head"
NOTED = "spid_auth.head.recorded"


def note_head(session: Session, now: datetime) -> None:
    """Note the last line of the log, if there is one that is not noted yet."""
    seq, digest = head(session)
    if seq and seq not in noted_heads(session):
        change = Change(NOTED, OBJECT, HEAD, after={"seq": seq, "digest": digest})
        record_change(session, SYSTEM, change, now)


def noted_heads(session: Session) -> dict[int, str]:
    """The newest heads that were noted: digests by line."""
    found = {}
    for row in history_of(session, OBJECT, HEAD):
        values = {each.field: each.after for each in row.differences}
        if row.act == NOTED and values.get("seq") and values.get("digest"):
            found[int(values["seq"] or 0)] = values["digest"] or ""
    return found
