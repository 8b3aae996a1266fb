"""An account for everybody imported: a user name that never changes, and no password yet."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account
from registro_core.imports.records import Record, Records

NAMELESS = "utente"


class Accounts:
    """Which people have an account, and which user names are taken."""

    def __init__(self, session: Session, records: Records, now: datetime) -> None:
        self._records = records
        self._now = now
        rows = session.execute(select(Account.person_id, Account.username)).all()
        self._owners: set[Any] = {row.person_id for row in rows}
        self._taken = {row.username for row in rows}

    def ensure(self, person: Record) -> bool:
        """Plan an account for a person who has none; say whether one was planned.

        Nobody can sign in with it before an activation link or code has set a password.
        """
        owner = person.key
        if owner in self._owners:
            return False
        self._owners.add(owner)
        username = free_username(person["given_name"], person["surname"], self._taken)
        self._taken.add(username)
        self._records.add(
            Account, {"person_id": person, "username": username, "created_at": self._now}
        )
        return True


def free_username(given_name: str, surname: str, taken: set[str]) -> str:
    """Return nome.cognome, or nome.cognome.2 and so on where it is taken.

    Only the first given name counts: "Laura Arianna De Rosa" is laura.derosa.
    """
    first = given_name.split(maxsplit=1)[0] if given_name.split() else ""
    base = ".".join(part for part in (_plain(first), _plain(surname)) if part) or NAMELESS
    if base not in taken:
        return base
    number = 2
    while f"{base}.{number}" in taken:
        number += 1
    return f"{base}.{number}"


def _plain(name: str) -> str:
    """Small letters without accents, spaces and apostrophes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
