"""What people are told: the office of requests and alerts, a person that they may come in."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    Notice,
    NoticeKind,
    Role,
    RoleGrant,
    Text,
    holds_on,
    publish_notice,
    school_day,
)
from registro_spid_auth import _
from registro_spid_auth.models import Association

ASSOCIATION = NoticeKind(
    "spid_auth:association", _("Richieste di abbinamento SPID e CIE"), for_staff=True
)
ALERT = NoticeKind(
    "spid_auth:alert", _("Scadenze e guasti di SPID e CIE"), mandatory=True, for_staff=True
)
ADMITTED = NoticeKind("spid_auth:admitted", _("Abbinamento della tua identità digitale"))
NOTICE_KINDS = [ASSOCIATION, ALERT, ADMITTED]

OFFICE_PAGE = "/office/spid"


def tell_office(session: Session, row: Association, now: datetime) -> None:
    """Tell the office that somebody asks to be recognised. No name leaves by mail."""
    notice = Notice(
        kind=ASSOCIATION.name,
        subject=_("Una persona chiede di essere abbinata"),
        body=_(
            "È entrata con la sua identità digitale, ma il codice fiscale non risulta a scuola. "
            "Guarda la richiesta nella pagina «SPID e CIE»."
        ),
        recipients=_holders(session, (Role.OFFICE,), school_day(now)),
        key=f"spid_auth:association:{row.id}",
        link=f"{OFFICE_PAGE}/associations/{row.id}",
    )
    publish_notice(session, notice, now)


def tell_admitted(session: Session, person_id: int, row: Association, now: datetime) -> None:
    """Tell a person whom the office recognised that they may come in."""
    notice = Notice(
        kind=ADMITTED.name,
        subject=_("Ora puoi entrare nel registro con SPID o CIE"),
        body=_("La segreteria ha confermato la tua richiesta di abbinamento."),
        recipients=[person_id],
        key=f"spid_auth:admitted:{row.id}",
    )
    publish_notice(session, notice, now)


def tell_alerts(session: Session, texts: Sequence[Text], now: datetime) -> None:
    """Tell who runs the register, and the office, what wants attention."""
    day = school_day(now)
    notice = Notice(
        kind=ALERT.name,
        subject=_("SPID e CIE: serve attenzione"),
        body="\n".join(texts),
        recipients=_holders(session, (Role.ADMIN, Role.OFFICE), day),
        key="spid_auth:alert",
        link=OFFICE_PAGE,
    )
    publish_notice(session, notice, now)


def _holders(session: Session, roles: tuple[Role, ...], day: date) -> Sequence[int]:
    statement = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(roles), holds_on(RoleGrant, day)
    )
    return session.scalars(statement.distinct()).all()
