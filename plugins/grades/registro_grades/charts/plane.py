"""The plane that charts are drawn on: exact places, written as SVG wants them."""

from dataclasses import dataclass
from fractions import Fraction

TENTHS = 10


def written(place: Fraction | int) -> str:
    """A length in the drawing's units with one decimal, as in "12.5": rounded half up, no float."""
    tenths = (Fraction(place) * TENTHS + Fraction(1, 2)).__floor__()
    whole, rest = divmod(abs(tenths), TENTHS)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


@dataclass(frozen=True)
class Frame:
    """A drawing's size and margins, and the values between which it is drawn, bottom to top."""

    low: Fraction
    high: Fraction
    width: int = 440
    height: int = 132
    left: int = 26
    right: int = 16
    top: int = 16
    bottom: int = 22

    @property
    def view_box(self) -> str:
        """The size as SVG says it."""
        return f"0 0 {self.width} {self.height}"

    @property
    def end(self) -> int:
        """Where the right margin begins."""
        return self.width - self.right

    @property
    def floor(self) -> int:
        """Where the bottom margin begins."""
        return self.height - self.bottom

    def across(self, number: int, count: int) -> Fraction:
        """The place of one of so many points, spread over the width; a single one in the middle."""
        room = self.end - self.left
        if count == 1:
            return self.left + Fraction(room, 2)
        return self.left + Fraction(room * number, count - 1)

    def up(self, value: Fraction | int) -> Fraction:
        """The height of a value: the higher, the nearer to the top."""
        share = (self.high - value) / (self.high - self.low)
        return self.top + share * (self.floor - self.top)
