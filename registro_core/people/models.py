"""Tables of people, roles and guardianships."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base, Versioned
from registro_core.db.types import UTCDateTime, enum_column
from registro_core.items import Role


class Sex(StrEnum):
    """As the registry office writes it."""

    FEMALE = "F"
    MALE = "M"


class Person(Versioned, Base):
    """Anyone the school knows: student, parent, teacher, staff. One row however many hats."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name", "surname", "given_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    surname: Mapped[str]
    given_name: Mapped[str]
    # Never the key: it may be missing, provisional, or change (X2).
    codice_fiscale: Mapped[str | None] = mapped_column(unique=True)
    sex: Mapped[Sex | None] = mapped_column(enum_column(Sex))
    birth_date: Mapped[date | None]
    birth_place: Mapped[str | None]
    birth_province: Mapped[str | None]
    citizenship: Mapped[str | None]
    address: Mapped[str | None]
    city: Mapped[str | None]
    email: Mapped[str | None]
    institutional_email: Mapped[str | None]
    phone: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())


class RoleGrant(Base):
    """A role a person holds in the school from a day, until a day (included) or for good."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    # What the school calls the job ("assistente amministrativo").
    title: Mapped[str | None]


class GuardianKind(StrEnum):
    """How a guardian stands to the student."""

    MOTHER = "mother"
    FATHER = "father"
    GUARDIAN = "guardian"
    OTHER = "other"


class Guardianship(Versioned, Base):
    """Who answers for a student (*responsabilità genitoriale*), dated.

    Both parents have equal access unless a court restricts one: the
    restriction is an explicit, dated, staff-only record (V1).
    """

    __tablename__ = "guardianship"
    __table_args__ = (UniqueConstraint("student_id", "guardian_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    guardian_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[GuardianKind] = mapped_column(enum_column(GuardianKind))
    can_justify: Mapped[bool] = mapped_column(default=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    # From this day the guardian sees nothing; the reason is for the office alone.
    restricted_from: Mapped[date | None]
    restriction_reason: Mapped[str | None]


class StudentProfile(Versioned, Base):
    """What the office keeps of a student beyond the person: needs, and the choices at eighteen."""

    __tablename__ = "student_profile"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    # H, D, B as the office codes it. Restricted: never in lists, exports or notices (check 12).
    special_needs: Mapped[str | None]
    # None: the school's default for adult students holds (V2).
    parents_may_see_adult: Mapped[bool | None]
    may_self_justify: Mapped[bool] = mapped_column(default=True)
