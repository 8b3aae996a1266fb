"""Who is signed in, and how they stand to students and classes today.

Nothing of this is stored in the session: it is read anew for each request, so
that a revoked role or guardianship ends with the next click.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account, WebSession
from registro_core.db.dated import holds_on
from registro_core.items import DutyKind, Role, TeachingKind
from registro_core.people.adults import ADULT_AGE, parents_see_adult
from registro_core.people.guardians import guards_on
from registro_core.people.models import Guardianship, Person, RoleGrant, StudentProfile
from registro_core.school.models import ClassDuty, Enrolment, Teaching

# The method of a session that began with a password; others are named by plugins.
BY_PASSWORD = "password"  # noqa: S105 - a name


@dataclass(frozen=True)
class TeachingHeld:
    """A teaching of the person signed in, active today."""

    class_id: int
    group_id: int | None
    subject_id: int
    kind: TeachingKind
    student_id: int | None


@dataclass(frozen=True)
class Ward:
    """A student for whom the person signed in answers (V1, V2)."""

    student_id: int
    can_justify: bool
    birth_date: date | None
    parents_see_adult: bool
    # Surname first, as lists have it.
    name: str


@dataclass(frozen=True)
class Relations:
    """What one query tells of a person's standing on a day."""

    roles: frozenset[Role] = frozenset()
    teachings: tuple[TeachingHeld, ...] = ()
    duties: frozenset[tuple[int, DutyKind]] = frozenset()
    wards: dict[int, Ward] = field(default_factory=dict)
    kin: frozenset[int] = frozenset()
    own_classes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Identity:
    """The person signed in, with the session that says so."""

    person_id: int
    account_id: int
    username: str
    surname: str
    given_name: str
    locale: str
    birth_date: date | None
    session_hash: str
    authenticated_at: datetime
    method: str
    level: int
    relations: Relations = field(default_factory=Relations)
    must_change_password: bool = False
    # On a computer that others use too.
    shared: bool = False
    # A code is asked for besides the password.
    has_second_factor: bool = False

    @property
    def by_password(self) -> bool:
        """Whether the person came in with a password, with or without a code."""
        return self.method == BY_PASSWORD

    @property
    def display_name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}"

    @property
    def roles(self) -> frozenset[Role]:
        """Roles held today."""
        return self.relations.roles

    @property
    def wards(self) -> dict[int, Ward]:
        """Students the person answers for and may see, by id."""
        return self.relations.wards

    @property
    def own_student_ids(self) -> frozenset[int]:
        """Students whose family pages are the person's own: wards, and oneself as a student."""
        own = {self.person_id} if self.relations.own_classes else set()
        return frozenset(self.relations.wards) | own

    @property
    def kin(self) -> frozenset[int]:
        """Students whose guardian the person is, whether or not they may see them.

        Nobody decides for the school on their own child, a restricted parent least of all.
        """
        return self.relations.kin

    @property
    def teachings(self) -> tuple[TeachingHeld, ...]:
        """Teachings active today."""
        return self.relations.teachings

    @property
    def class_ids(self) -> frozenset[int]:
        """Classes the person teaches in today."""
        return frozenset(teaching.class_id for teaching in self.relations.teachings)

    def coordinates(self, class_id: int) -> bool:
        """Whether the person coordinates a class today."""
        return (class_id, DutyKind.COORDINATOR) in self.relations.duties

    def is_adult(self, today: date) -> bool:
        """Whether the person is of age; unknown birth dates count as minor."""
        return is_adult(self.birth_date, today)


def is_adult(birth_date: date | None, today: date) -> bool:
    """Whether somebody born on a day has turned eighteen; born on 29 February: on 1 March."""
    if birth_date is None:
        return False
    years = today.year - birth_date.year
    return years - ((today.month, today.day) < (birth_date.month, birth_date.day)) >= ADULT_AGE


SESSION_COLUMNS = (
    Person.id.label("person_id"),
    Account.id.label("account_id"),
    Account.username,
    Person.surname,
    Person.given_name,
    Account.locale,
    Person.birth_date,
    WebSession.token_hash.label("session_hash"),
    WebSession.authenticated_at,
    WebSession.method,
    WebSession.level,
    Account.must_change_password,
    WebSession.shared,
)


def load_relations(session: Session, person_id: int, today: date) -> Relations:
    """Read how a person stands to students and classes on a day: one statement."""
    rows = session.execute(RELATIONS, {"person_id": person_id, "today": today}).all()
    guarded = [row for row in rows if row.what == "ward"]
    wards = (Ward(row.a, bool(row.b), row.day, bool(row.c), row.label) for row in guarded if row.d)
    return Relations(
        roles=frozenset(Role(row.label) for row in rows if row.what == "role"),
        teachings=tuple(
            TeachingHeld(row.a, row.b, row.c, TeachingKind(row.label), row.d)
            for row in rows
            if row.what == "teaching"
        ),
        duties=frozenset((row.a, DutyKind(row.label)) for row in rows if row.what == "duty"),
        wards={w.student_id: w for w in wards if _may_see(w, today)},
        kin=frozenset(row.a for row in guarded),
        own_classes=frozenset(row.a for row in rows if row.what == "enrolment"),
    )


def _may_see(ward: Ward, today: date) -> bool:
    return ward.parents_see_adult or not is_adult(ward.birth_date, today)


def _relations_of(person_id: Any, today: Any) -> CompoundSelect[Any]:
    def part(what: str, label: Any, a: Any, b: Any, c: Any, d: Any, day: Any) -> Select[Any]:
        return select(
            literal(what).label("what"),
            cast(label, String).label("label"),
            cast(a, Integer).label("a"),
            cast(b, Integer).label("b"),
            cast(c, Integer).label("c"),
            cast(d, Integer).label("d"),
            day.label("day"),
        )

    nothing = null()
    no_day = cast(nothing, Person.birth_date.type)
    return union_all(
        part("role", RoleGrant.role, nothing, nothing, nothing, nothing, no_day).where(
            RoleGrant.person_id == person_id, holds_on(RoleGrant, today)
        ),
        part(
            "teaching",
            Teaching.kind,
            Teaching.class_id,
            Teaching.group_id,
            Teaching.subject_id,
            Teaching.student_id,
            no_day,
        ).where(Teaching.teacher_id == person_id, holds_on(Teaching, today)),
        part("duty", ClassDuty.kind, ClassDuty.class_id, nothing, nothing, nothing, no_day).where(
            ClassDuty.person_id == person_id, holds_on(ClassDuty, today)
        ),
        part(
            "ward",
            Person.surname + " " + Person.given_name,
            Guardianship.student_id,
            Guardianship.can_justify,
            parents_see_adult(),
            guards_on(today),
            Person.birth_date,
        )
        .join(Person, Person.id == Guardianship.student_id)
        .outerjoin(StudentProfile, StudentProfile.person_id == Guardianship.student_id)
        .where(
            Guardianship.guardian_id == person_id,
            holds_on(Guardianship, today),
        ),
        part("enrolment", nothing, Enrolment.class_id, nothing, nothing, nothing, no_day).where(
            Enrolment.student_id == person_id, holds_on(Enrolment, today)
        ),
    )


# Built once: every request asks it, and building it takes as long as asking.
RELATIONS = _relations_of(bindparam("person_id", type_=Integer), bindparam("today", type_=Date))
