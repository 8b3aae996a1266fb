"""Roles, relations, permissions, and who acts."""

from dataclasses import dataclass
from enum import StrEnum

from registro_core.items.text import Text


class Role(StrEnum):
    """A dated role in the school, given by the office."""

    TEACHER = "teacher"
    HEAD = "head"
    DEPUTY = "deputy"
    OFFICE = "office"
    STAFF = "staff"
    ADMIN = "admin"


class Relation(StrEnum):
    """How the person signed in stands to the object of a page. Permissions are granted to these."""

    SIGNED_IN = "signed-in"
    TEACHER = "teacher"
    HEAD = "head"
    DEPUTY = "deputy"
    OFFICE = "office"
    STAFF = "staff"
    ADMIN = "admin"
    TEACHER_OF_CLASS = "teacher-of-class"
    # Of one subject in one class, support apart: held on pages about the two together.
    TEACHER_OF_SUBJECT = "teacher-of-subject"
    SUPPORT_TEACHER_OF_STUDENT = "support-teacher-of-student"
    COORDINATOR_OF_CLASS = "coordinator-of-class"
    GUARDIAN_OF_STUDENT = "guardian-of-student"
    JUSTIFYING_GUARDIAN_OF_STUDENT = "justifying-guardian-of-student"
    GUARDIAN = "guardian"
    STUDENT = "student"
    SELF = "self"
    SELF_ADULT = "self-adult"


@dataclass(frozen=True)
class Permission:
    """Something that may be done, and the relations that may by default."""

    name: str
    label: Text
    granted_to: frozenset[Relation] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Who acts, for the audit log. `person_id` is None for the system itself."""

    person_id: int | None
    ip: str = ""
    request_id: str = ""


SYSTEM = Actor(None)
