"""How things of meetings are called on pages and papers."""

from collections.abc import Mapping

from registro_core.api import Text
from registro_meetings import _
from registro_meetings.rules.queue import Call

# What families and the hall's screen read of a meeting of the day.
CALLS: Mapping[Call, Text] = {
    Call.WAITING: _("In attesa"),
    Call.CALLED: _("A colloquio"),
    Call.DONE: _("Concluso"),
    Call.ABSENT: _("Assente"),
}
