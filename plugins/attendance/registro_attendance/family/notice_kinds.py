"""Kinds of notice about justifications and permits. Teachers get none of the justifications."""

from registro_attendance import _
from registro_core.api import NoticeKind

REJECTED = NoticeKind(
    "attendance:justification-rejected",
    _("Una giustificazione è stata respinta"),
)
REQUESTED = NoticeKind(
    "attendance:request",
    _("Una famiglia chiede un permesso o annuncia un’assenza (coordinatori)"),
    for_staff=True,
)
DECIDED = NoticeKind(
    "attendance:request-decided",
    _("La scuola ha risposto a una tua richiesta"),
)
PICKUP = NoticeKind(
    "attendance:pickup",
    _("Deleghe al ritiro e uscita autonoma"),
)
LEFT_EARLY = NoticeKind(
    "attendance:exit-granted",
    _("Tuo figlio esce prima con un permesso dato a scuola"),
)

NOTICE_KINDS = [REJECTED, REQUESTED, DECIDED, PICKUP, LEFT_EARLY]
