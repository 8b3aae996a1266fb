"""What one may write in the cell of a mark: a number, a code, a judgement (G1, G5, G8, G11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from registro_core.api import Text
from registro_grades import _
from registro_grades.models import Tone
from registro_grades.values import SAME, NotAMark, Style, display, parse


@dataclass(frozen=True)
class Value:
    """What a mark says: quarters of points, a level or a code. None of them: words alone, or nothing."""

    quarters: int | None = None
    level_id: int | None = None
    code_id: int | None = None

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Value()


@dataclass(frozen=True)
class Level:
    """A level of a scale of judgements; position 1 is the lowest."""

    id: int
    short: str
    name: str
    position: int
    passing: bool
    scale_id: int


@dataclass(frozen=True)
class CodeShown:
    """A code: how it is written, what it says, and what it counts as."""

    id: int
    short: str
    label: str
    tone: Tone
    quarters: int | None
    for_family: bool
    for_absent: bool


class UnknownMark(ValueError):
    """A text that says no mark here; `message` tells why, at the cell."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Vocabulary:
    """What may be written in a course on a day."""

    numbers: bool
    levels: tuple[Level, ...]
    codes: tuple[CodeShown, ...]
    style: Style = Style.SIGNS

    def read(self, text: str) -> Value:
        """The value that a text says; NOTHING for an empty one; raise UnknownMark.

        A code or a level may be written in any letter case, a level by the beginning of its
        name as well.
        """
        written = text.strip()
        if not written:
            return NOTHING
        folded = written.translate(SAME).casefold()
        for code in self.codes:
            if folded == code.short.casefold():
                return Value(code_id=code.id)
        if (level := self._level(folded)) is not None:
            return Value(level_id=level.id)
        return Value(quarters=self._number(written))

    def _number(self, written: str) -> int:
        try:
            quarters = parse(written)
        except NotAMark:
            raise UnknownMark(self._help(written)) from None
        if not self.numbers:
            raise UnknownMark(
                _("Qui non si usano numeri, ma giudizi: ${levels}.", mapping=self._names())
            )
        return quarters

    def _level(self, folded: str) -> Level | None:
        for level in self.levels:
            if folded in {level.short.casefold(), level.name.casefold()}:
                return level
        begun = [level for level in self.levels if level.name.casefold().startswith(folded)]
        return begun[0] if len(begun) == 1 else None

    def _help(self, written: str) -> Text:
        mapping = {**self._names(), "text": written[:20]}
        if not self.numbers:
            return _("«${text}» non è un giudizio: scrivi ${levels}.", mapping=mapping)
        return _(
            "«${text}» non è un voto: scrivi per esempio 7, 7+, 7½, 8- o 7,5.", mapping=mapping
        )

    def _names(self) -> dict[str, str]:
        return {"levels": ", ".join(level.short for level in reversed(self.levels))}

    def write(self, value: Value) -> str:
        """A value as it stands in a cell: what `read` reads back. Retired codes and levels are not here."""
        if value.quarters is not None:
            return display(value.quarters, self.style)
        known: Iterable[Level | CodeShown] = self.levels if value.level_id else self.codes
        wanted = value.level_id or value.code_id
        return next((each.short for each in known if each.id == wanted), "")

    def for_absent(self, value: Value) -> bool:
        """Whether a value may be given to who was absent without asking twice (G7)."""
        return any(code.id == value.code_id and code.for_absent for code in self.codes)


@dataclass(frozen=True)
class Dated:
    """A level or a code with the days for which it may be given.

    `own` says of a level that its scale is for this order of school alone.
    """

    item: Level | CodeShown
    starts_on: date | None
    ends_on: date | None
    own: bool = False

    def on(self, day: date) -> bool:
        """Whether it may be given for a day."""
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Vocabularies:
    """All that may be written in a course, by day: scales hold for school years."""

    numbers: bool
    dated: Sequence[Dated]
    style: Style = Style.SIGNS

    def on(self, day: date) -> Vocabulary:
        """What may be written for a day."""
        there = [each for each in self.dated if each.on(day)]
        levels = [(each.own, each.item) for each in there if isinstance(each.item, Level)]
        # One scale a day: that of the order before a general one, the later made of two.
        best = max(((own, level.scale_id) for own, level in levels), default=None)
        return Vocabulary(
            self.numbers,
            tuple(level for own, level in levels if (own, level.scale_id) == best),
            tuple(each.item for each in there if isinstance(each.item, CodeShown)),
            self.style,
        )
