"""A timetable without clashes for the demo school.

Hours of the week are colours, classes and teachers the two sides of a graph:
as many colours suffice as the busiest of them has hours (König), and swapping
two colours along a path makes room where none is left.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from registro_core.api import DemoSchool, DemoTeaching, TeachingKind

Hour = tuple[int, int]
# Who goes along with the teacher of the subject, and whom an alternative teacher follows.
RELIGION = "Religione"


@dataclass(frozen=True)
class Placed:
    """A teaching in an hour of the week: (weekday, slot)."""

    teaching: DemoTeaching
    hour: Hour


class Timetabler:
    """Gives every curricular hour its place; nobody is in two places at once."""

    def __init__(self, hours: Sequence[Hour], random: Random) -> None:
        """`hours` are those of the week."""
        self.hours = list(hours)
        self.random = random
        # ("class" or "teacher", id) -> hour -> index of the edge placed there.
        self.taken: dict[tuple[str, int], dict[Hour, int]] = defaultdict(dict)
        self.edges: list[DemoTeaching] = []
        self.placed: list[Hour] = []

    def place(self, teaching: DemoTeaching, wish: Iterable[Hour] = ()) -> None:
        """Find an hour for one hour of a teaching."""
        class_end, teacher_end = _ends(teaching)
        free_class = self._free(class_end)
        free_teacher = self._free(teacher_end)
        both = [hour for hour in free_class if hour in set(free_teacher)]
        index = len(self.edges)
        self.edges.append(teaching)
        if both:
            self.placed.append(self._best(teaching, both, set(wish)))
        else:
            mine, theirs = free_class[0], free_teacher[0]
            self._swap(teacher_end, mine, theirs)
            self.placed.append(mine)
        for end in (class_end, teacher_end):
            self.taken[end][self.placed[index]] = index

    def _free(self, end: tuple[str, int]) -> list[Hour]:
        return [hour for hour in self.hours if hour not in self.taken[end]]

    def _best(self, teaching: DemoTeaching, hours: list[Hour], wish: set[Hour]) -> Hour:
        """An hour that was wished for, else on the day with fewest hours of the subject."""
        wished = [hour for hour in hours if hour in wish]
        if wished:
            return self.random.choice(wished)
        own = self.taken["class", teaching.class_id]
        days: dict[int, int] = defaultdict(int)
        for hour, index in own.items():
            days[hour[0]] += self.edges[index].subject_id == teaching.subject_id
        self.random.shuffle(hours)
        return min(hours, key=lambda hour: days[hour[0]])

    def _swap(self, start: tuple[str, int], first: Hour, second: Hour) -> None:
        """Exchange two hours along the path that begins at `start`, so that `first` is free there."""
        path, end, wanted, other = [], start, first, second
        while (index := self.taken[end].get(wanted)) is not None:
            path.append(index)
            ends = _ends(self.edges[index])
            end = ends[1] if end == ends[0] else ends[0]
            wanted, other = other, wanted
        for index in path:
            for end in _ends(self.edges[index]):
                if self.taken[end].get(self.placed[index]) == index:
                    del self.taken[end][self.placed[index]]
        for index in path:
            self.placed[index] = second if self.placed[index] == first else first
            for end in _ends(self.edges[index]):
                self.taken[end][self.placed[index]] = index


def _ends(teaching: DemoTeaching) -> tuple[tuple[str, int], tuple[str, int]]:
    return ("class", teaching.class_id), ("teacher", teaching.teacher_id)


def make_week(demo: DemoSchool) -> list[Placed]:
    """The hours of every teacher: curricular, laboratory, alternative and support."""
    hours = [(day, slot.number) for day, slots in demo.slots.items() for slot in slots]
    timetabler = Timetabler(hours, demo.random)
    docente = demo.sign_ins.get("docente")
    today = [hour for hour in hours if hour[0] == demo.today.isoweekday()]
    # `docente` chooses first, so that there are lessons to sign today.
    curricular = sorted(
        (t for t in demo.teachings if t.kind is TeachingKind.CURRICULAR),
        key=lambda teaching: teaching.teacher_id != docente,
    )
    for teaching in curricular:
        for number in range(teaching.weekly_slots):
            wish = today if teaching.teacher_id == docente and number == 0 else ()
            timetabler.place(teaching, wish)
    placed = [Placed(*pair) for pair in zip(timetabler.edges, timetabler.placed, strict=True)]
    return placed + _followers(demo, placed) + _support(demo, placed)


def _followers(demo: DemoSchool, placed: Sequence[Placed]) -> list[Placed]:
    """Laboratory teachers go along with the subject's, alternative ones with religion (L4)."""
    hours: dict[tuple[int, object], list[Hour]] = defaultdict(list)
    for each in placed:
        hours[each.teaching.class_id, each.teaching.subject_id].append(each.hour)
        if RELIGION in each.teaching.subject_name:
            hours[each.teaching.class_id, RELIGION].append(each.hour)
    found = []
    for teaching in demo.teachings:
        if teaching.kind is TeachingKind.LAB:
            key: tuple[int, object] = (teaching.class_id, teaching.subject_id)
        elif teaching.kind is TeachingKind.ALTERNATIVE:
            key = (teaching.class_id, RELIGION)
        else:
            continue
        found += [Placed(teaching, hour) for hour in hours[key][: teaching.weekly_slots]]
    return found


def _support(demo: DemoSchool, placed: Sequence[Placed]) -> list[Placed]:
    """Support teachers are in their student's class, never in two at once."""
    in_class: dict[int, list[Hour]] = defaultdict(list)
    for each in placed:
        in_class[each.teaching.class_id].append(each.hour)
    busy: dict[int, set[Hour]] = defaultdict(set)
    found = []
    for teaching in demo.teachings:
        if teaching.kind is not TeachingKind.SUPPORT:
            continue
        free = sorted(set(in_class[teaching.class_id]) - busy[teaching.teacher_id])
        chosen = demo.random.sample(free, min(teaching.weekly_slots, len(free)))
        busy[teaching.teacher_id] |= set(chosen)
        found += [Placed(teaching, hour) for hour in sorted(chosen)]
    return found
