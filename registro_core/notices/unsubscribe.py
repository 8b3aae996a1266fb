"""Unsubscribing from a mail without signing in (RFC 8058): the address carries a signature."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlencode

from registro_core.items import NoticeKind
from registro_core.notices.models import MailChoice
from registro_core.notices.preferences import choice_for

PATH = "/unsubscribe"
# Instead of a kind: all that the daily digest tells.
DIGEST = "digest"


def unsubscribe_url(public_url: str, secret: bytes, person_id: int, what: str) -> str:
    """The address that stops mails of a kind, or the digest, for one person; it does not expire.

    Whoever has the mail can use it, and it opens nothing else.
    """
    fields = {"person": person_id, "kind": what, "signature": signature(secret, person_id, what)}
    return f"{public_url}{PATH}?{urlencode(fields)}"


def signature(secret: bytes, person_id: int, what: str) -> str:
    """Proof that the register made the address."""
    text = f"unsubscribe:{person_id}:{what}"
    return hmac.new(secret, text.encode(), sha256).hexdigest()[:32]


def kinds_meant(
    what: str, kinds: Iterable[NoticeKind], chosen: dict[str, MailChoice]
) -> list[NoticeKind]:
    """The kinds that an address stops: its own, or those of the digest; never a mandatory one."""
    return [
        kind
        for kind in kinds
        if not kind.mandatory
        and (
            kind.name == what
            or (what == DIGEST and choice_for(kind, chosen.get(kind.name)) is MailChoice.DIGEST)
        )
    ]
