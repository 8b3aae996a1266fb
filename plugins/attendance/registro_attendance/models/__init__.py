"""Tables of attendance, all named `attendance_*`."""

from registro_attendance.certificates.models import Certificate
from registro_attendance.evacuation.models import Evacuation, EvacuationRow, Outcome
from registro_attendance.justifications.models import Justification, JustifiedEvent
from registro_attendance.models.events import Event, EventKind, EventSource, Roll
from registro_attendance.models.limits import ClassLimit, Derogation, DerogationKind, PreviousHours
from registro_attendance.models.warnings import EarlyWarning, WarningKind, WarningReceipt
from registro_attendance.permits.models import Companion, Permit, PermitKind
from registro_attendance.pickup.models import AutonomousExit, Delegate, DelegateState

__all__ = [
    "AutonomousExit",
    "Certificate",
    "ClassLimit",
    "Companion",
    "Delegate",
    "DelegateState",
    "Derogation",
    "DerogationKind",
    "EarlyWarning",
    "Evacuation",
    "EvacuationRow",
    "Event",
    "EventKind",
    "EventSource",
    "Justification",
    "JustifiedEvent",
    "Outcome",
    "Permit",
    "PermitKind",
    "PreviousHours",
    "Roll",
    "WarningKind",
    "WarningReceipt",
]
