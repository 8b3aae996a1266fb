"""Why a student was or will be away: categories without detail of health (J5, GDPR art. 9)."""

from enum import StrEnum

from registro_attendance import _


class Reason(StrEnum):
    """What every teacher of the class may see. "Personal" covers health without saying so."""

    FAMILY = "family"
    PERSONAL = "personal"
    TRANSPORT = "transport"
    SPORT = "sport"
    OTHER = "other"


LABELS = {
    Reason.FAMILY: _("Motivi di famiglia"),
    Reason.PERSONAL: _("Motivi personali"),
    Reason.TRANSPORT: _("Trasporti"),
    Reason.SPORT: _("Attività sportiva o culturale"),
    Reason.OTHER: _("Altro"),
}

TEXT_LENGTH = 500
