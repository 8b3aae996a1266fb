"""Words of the school that rules speak of."""

from enum import StrEnum


class SchoolOrder(StrEnum):
    """The order of school (*ordine*)."""

    NURSERY = "infanzia"
    PRIMARY = "primaria"
    LOWER_SECONDARY = "secondaria1"
    UPPER_SECONDARY = "secondaria2"


class ReligionChoice(StrEnum):
    """What a student does in the hour of religion (L4)."""

    ATTENDS = "S"
    ALTERNATIVE = "A"
    LEAVES = "U"
    STUDIES_ALONE = "I"
    ASSISTED_STUDY = "D"


class SubjectKind(StrEnum):
    """Kinds of subject that rules treat differently."""

    ORDINARY = "normale"
    RELIGION = "religione"
    CIVIC_EDUCATION = "educazione_civica"
    SUPPORT = "sostegno"


class TeachingKind(StrEnum):
    """How a teacher stands to a class (*cattedra*): curricular, lab co-teacher, support."""

    CURRICULAR = "N"
    LAB = "I"
    SUPPORT = "S"
    CIVIC_EDUCATION = "C"
    ALTERNATIVE = "A"


class GroupKind(StrEnum):
    """Why students are grouped."""

    ARTICULATED = "articolata"
    RELIGION = "religione"
    LANGUAGE = "lingua"
    OTHER = "altro"


class DutyKind(StrEnum):
    """Duties in a class council."""

    COORDINATOR = "coordinator"
    SECRETARY = "secretary"
