"""Tables of attendance, all named `attendance_*`."""

from registro_attendance.models.events import Event, EventKind, EventSource, Roll
from registro_attendance.models.limits import ClassLimit, Derogation, DerogationKind, PreviousHours
from registro_attendance.models.warnings import EarlyWarning, WarningKind, WarningReceipt

__all__ = [
    "ClassLimit",
    "Derogation",
    "DerogationKind",
    "EarlyWarning",
    "Event",
    "EventKind",
    "EventSource",
    "PreviousHours",
    "Roll",
    "WarningKind",
    "WarningReceipt",
]
