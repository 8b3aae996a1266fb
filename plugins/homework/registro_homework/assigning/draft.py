"""What a teacher typed."""

from dataclasses import dataclass
from datetime import date

from registro_homework.models import Assignment, Kind


@dataclass(frozen=True)
class Draft:
    """Homework or a planned test as typed; nobody in `students`: everybody."""

    kind: Kind
    due_on: date
    text: str
    minutes: int | None = None
    links: tuple[str, ...] = ()
    hand_in: bool = False
    students: frozenset[int] = frozenset()
    # of a test alone
    slot: int | None = None

    def audited(self) -> dict[str, object]:
        """The values as the log keeps them."""
        return {
            "kind": str(self.kind),
            "due_on": self.due_on.isoformat(),
            "text": self.text,
            "minutes": self.minutes,
            "links": list(self.links),
            "hand_in": self.hand_in,
            "students": sorted(self.students),
            "slot": self.slot,
        }


def stored(row: Assignment, students: frozenset[int]) -> Draft:
    """What is stored, as if it had been typed."""
    return Draft(
        row.kind,
        row.due_on,
        row.text,
        row.minutes,
        tuple(row.links),
        row.hand_in,
        students,
        row.slot,
    )
