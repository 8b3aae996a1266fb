"""The words of the pages for what is stored as a code."""

from registro_core.api import Text
from registro_homework import _
from registro_homework.models import Kind

KINDS: dict[Kind, Text] = {
    Kind.HOMEWORK: _("Compiti"),
    Kind.WRITTEN: _("Verifica scritta"),
    Kind.ORAL: _("Verifica orale"),
    Kind.PRACTICAL: _("Verifica pratica"),
}
ICONS = {
    Kind.HOMEWORK: "it-bookmark",
    Kind.WRITTEN: "it-pencil",
    Kind.ORAL: "it-comment",
    Kind.PRACTICAL: "it-tool",
}


def hour_of(slot: int | None) -> Text:
    """The hour of a test in words, empty where none is given."""
    return "" if slot is None else _("${slot}ª ora", mapping={"slot": slot})
