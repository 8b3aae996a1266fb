"""What pages call an item: "Assenza da giustificare", "dal 20 al 23 novembre, 4 giorni"."""

from registro_attendance import _
from registro_attendance.justifications.items import Item
from registro_attendance.models import EventKind
from registro_core.api import Request, Text

NAMES: dict[EventKind, Text] = {
    EventKind.ABSENT: _("Assenza"),
    EventKind.LATE: _("Entrata in ritardo"),
    EventKind.EXIT: _("Uscita anticipata"),
}
TITLES: dict[EventKind, Text] = {
    EventKind.ABSENT: _("Assenza da giustificare"),
    EventKind.LATE: _("Ritardo da giustificare"),
    EventKind.EXIT: _("Uscita da giustificare"),
}
# How bad each looks in a list of things to do.
LOOKS = {EventKind.ABSENT: "is-bad", EventKind.LATE: "is-warn", EventKind.EXIT: "is-info"}


def when(request: Request, item: Item) -> str:
    """The days and times of an item, in the language of the page."""
    return request.translate(_when(request, item))


def _when(request: Request, item: Item) -> Text:
    fmt = request.fmt
    day = fmt.date(item.last_day, "EEEE d MMMM")
    if item.first_day != item.last_day:
        spell = {"first": fmt.date(item.first_day, "EEE d MMMM"), "last": day}
        return _(
            "da ${first} a ${last} (${days} giorni di scuola)",
            mapping={**spell, "days": str(item.days)},
        )
    if item.starts_at is None and item.ends_at is None:
        return _("${day}, tutto il giorno", mapping={"day": day})
    if item.starts_at is None and item.ends_at is not None:
        return _("${day}, entrata alle ${at}", mapping={"day": day, "at": fmt.time(item.ends_at)})
    times = {"day": day, "from": fmt.time(item.starts_at) if item.starts_at else ""}
    if item.ends_at is None:
        if item.kind is EventKind.EXIT:
            return _("${day}, uscita alle ${from}", mapping=times)
        return _("${day}, dalle ${from}", mapping=times)
    return _("${day}, dalle ${from} alle ${to}", mapping={**times, "to": fmt.time(item.ends_at)})
