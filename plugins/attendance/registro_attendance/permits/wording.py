"""What pages call a permit: "Uscita anticipata alle 12:00, lunedì 30 novembre"."""

from registro_attendance import _
from registro_attendance.permits.models import PermitKind
from registro_attendance.permits.reading import PermitRow
from registro_attendance.permits.states import LABELS, PermitState
from registro_attendance.reasons import LABELS as REASONS
from registro_core.api import Request, Text

NAMES: dict[PermitKind, Text] = {
    PermitKind.ABSENCE: _("Assenza"),
    PermitKind.LATE_ENTRY: _("Entrata posticipata"),
    PermitKind.EARLY_EXIT: _("Uscita anticipata"),
}
WEEKDAYS: dict[str, Text] = {
    "1": _("lunedì"),
    "2": _("martedì"),
    "3": _("mercoledì"),
    "4": _("giovedì"),
    "5": _("venerdì"),
    "6": _("sabato"),
}


def when(request: Request, row: PermitRow) -> str:
    """The days and the time of a permit, in the language of the page."""
    fmt, translate = request.fmt, request.translate
    days = fmt.date(row.first_day, "EEEE d MMMM")
    if row.last_day != row.first_day:
        last = fmt.date(row.last_day, "EEEE d MMMM")
        days = translate(_("da ${first} a ${last}", mapping={"first": days, "last": last}))
    parts = [days]
    if row.weekdays:
        parts.append(", ".join(translate(WEEKDAYS[day]) for day in row.weekdays))
    if row.at is not None:
        parts.append(translate(_("alle ${at}", mapping={"at": fmt.time(row.at)})))
    return " · ".join(parts)


def announced(row: PermitRow) -> Text:
    """What roll and desk say of a permit beside the student's name."""
    if row.kind is PermitKind.ABSENCE:
        return _("Assenza annunciata dalla famiglia")
    at = f"{row.at.hour}:{row.at.minute:02}" if row.at else ""
    known = {"at": at, "name": row.companion_name or ""}
    granted = row.state is PermitState.APPROVED
    if row.kind is PermitKind.LATE_ENTRY:
        return (
            _("Entra alle ${at}, autorizzato", mapping=known)
            if granted
            else _("Chiede di entrare alle ${at}", mapping=known)
        )
    if not granted:
        return _("Chiede di uscire alle ${at}, non ancora autorizzato", mapping=known)
    if row.companion_name:
        return _("Esce alle ${at} con ${name}", mapping=known)
    return _("Esce alle ${at}, maggiorenne", mapping=known)


def words(request: Request) -> dict[str, object]:
    """What the templates of permits call things."""
    return {
        "names": NAMES,
        "states": LABELS,
        "reasons": REASONS,
        "when": lambda row: when(request, row),
    }
