"""Writes notices with their audit entries until killed: run by test_crash.py, not by pytest.

Prints the number of each transaction once it is committed.
"""

import sys
from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import sessionmaker

from registro_core.audit.services import Change, record_change
from registro_core.db.engine import make_engine
from registro_core.items import SYSTEM, Notice
from registro_core.notices.services import publish_notice

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)


def main(database_url, recipient, name):
    sessions = sessionmaker(make_engine(database_url))
    for number in count():
        key = f"{name}:{number}"
        with sessions.begin() as session:
            notice = Notice("trial:kind", "s", "b", [int(recipient)], key)
            publish_notice(session, notice, NOW)
            record_change(session, SYSTEM, Change("trial.written", "trial", key), NOW)
        print(key, flush=True)


main(*sys.argv[1:])
