"""Mails about accounts, in their owner's language: written at once, for the worker has no request."""

import gettext
from datetime import datetime
from importlib.resources import files

from sqlalchemy.orm import Session
from translationstring import TranslationString

from registro_core import _
from registro_core.accounts.finding import AccountRow
from registro_core.notices.direct import queue_direct_mail

DOMAIN = "registro"


def send_activation(
    session: Session, account: AccountRow, address: str, link: str, now: datetime
) -> None:
    """Queue the link of a first access."""
    body = _(
        "Ciao ${name},\n\nla scuola ti ha aperto un accesso al registro elettronico.\n"
        "Il tuo nome utente è: ${username}\n\nPer scegliere la password apri questo "
        "indirizzo entro tre giorni:\n\n${link}\n\nVale una volta sola. La scuola non ti "
        "chiederà mai la password.",
        mapping={"name": account.given_name, "username": account.username, "link": link},
    )
    _send(session, account, address, _("Il tuo accesso al registro elettronico"), body, now)


def send_reset(
    session: Session, account: AccountRow, address: str, link: str, now: datetime
) -> None:
    """Queue the link by which a forgotten password is replaced."""
    body = _(
        "Ciao ${name},\n\nqualcuno ha chiesto una nuova password per il tuo accesso "
        "«${username}» al registro elettronico.\n\nSe sei stato tu, apri questo indirizzo "
        "entro mezz’ora:\n\n${link}\n\nVale una volta sola. Se non sei stato tu non devi fare "
        "nulla: la tua password resta quella di prima.",
        mapping={"name": account.given_name, "username": account.username, "link": link},
    )
    _send(session, account, address, _("Scegli una nuova password per il registro"), body, now)


def send_changed(session: Session, account: AccountRow, now: datetime) -> None:
    """Tell the owner that the password was changed, whoever did it; nothing without a mailbox."""
    body = _(
        "Ciao ${name},\n\nla password del tuo accesso «${username}» al registro elettronico "
        "è stata appena cambiata.\n\nSe non sei stato tu, avvisa subito la segreteria.",
        mapping={"name": account.given_name, "username": account.username},
    )
    _tell(session, account, _("La password del registro è cambiata"), body, now)


def send_second_factor_added(session: Session, account: AccountRow, now: datetime) -> None:
    """Tell the owner that codes of an app are asked for from now on, or of another app."""
    body = _(
        "Ciao ${name},\n\nper il tuo accesso «${username}» è stata attivata la verifica in due "
        "passaggi: d’ora in poi, dopo la password, il registro chiede il codice dell’app.\n\n"
        "Se non sei stato tu, avvisa subito la segreteria.",
        mapping={"name": account.given_name, "username": account.username},
    )
    _tell(session, account, _("Verifica in due passaggi attivata"), body, now)


def send_second_factor_removed(session: Session, account: AccountRow, now: datetime) -> None:
    """Tell the owner that no code is asked for any more, whoever did it."""
    body = _(
        "Ciao ${name},\n\nla verifica in due passaggi del tuo accesso «${username}» è stata "
        "tolta: per entrare basta la password.\n\nSe non l’hai chiesto tu, avvisa subito la "
        "segreteria.",
        mapping={"name": account.given_name, "username": account.username},
    )
    _tell(session, account, _("Verifica in due passaggi tolta"), body, now)


def _tell(
    session: Session,
    account: AccountRow,
    subject: TranslationString,
    body: TranslationString,
    now: datetime,
) -> None:
    """Mail to the private mailbox, else the school's; nothing without either."""
    address = account.email or account.institutional_email
    if address is not None:
        _send(session, account, address, subject, body, now)


def _send(
    session: Session,
    account: AccountRow,
    address: str,
    subject: TranslationString,
    body: TranslationString,
    now: datetime,
) -> None:
    queue_direct_mail(
        session,
        account.person_id,
        address,
        _in_language(subject, account.locale),
        _in_language(body, account.locale),
        now,
    )


def _in_language(text: TranslationString, language: str) -> str:
    folder = str(files("registro_core") / "locale")
    catalog = gettext.translation(DOMAIN, folder, [language], fallback=True)
    return str(text.interpolate(catalog.gettext(str(text))))
