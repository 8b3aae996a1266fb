"""People are told when somebody signs in with their account from a browser not seen before (check 19)."""

from datetime import datetime

from sqlalchemy.orm import Session

from registro_core import _
from registro_core.accounts.finding import AccountRow
from registro_core.clock import school_day, school_time
from registro_core.items import Notice, NoticeKind
from registro_core.notices.services import publish_notice

# Mandatory: whoever got in with somebody else's password could else turn it off at once.
NEW_DEVICE = NoticeKind(
    "core:new-device", _("Accesso da un dispositivo nuovo"), by_email=True, mandatory=True
)


def tell_new_device(session: Session, account: AccountRow, label: str, now: datetime) -> None:
    """Publish the notice to the account's owner, in the transaction of the sign-in.

    The first sign-in of all is no news. Parents learn so that a child has their password.
    """
    if account.last_sign_in_at is None:
        return
    unknown = _("sconosciuto")
    publish_notice(
        session,
        Notice(
            kind=NEW_DEVICE.name,
            subject=_("Accesso al registro da un dispositivo nuovo"),
            body=_(
                "Il tuo accesso «${username}» è stato usato ${day} alle ${time} da un dispositivo "
                "nuovo: ${device}. Se non sei stato tu, esci da lì nel tuo profilo e cambia "
                "subito la password.",
                mapping={
                    "username": account.username,
                    "day": school_day(now),
                    "time": school_time(now),
                    "device": label or unknown,
                },
            ),
            recipients=[account.person_id],
            key=f"core:new-device:{account.id}:{now.isoformat()}",
            link="/account",
        ),
        now,
    )
