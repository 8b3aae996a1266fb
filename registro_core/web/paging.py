"""Long lists in pages: every list has them, and filters stay in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from registro_core.numbers import whole_number

if TYPE_CHECKING:
    from registro_core.request import Request

DEFAULT_SIZE = 50
PARAMETER = "page"
NEIGHBOURS = 2


@dataclass(frozen=True)
class Page:
    """One page of a list. Numbers begin with 1; `total` counts all rows of the list."""

    number: int
    size: int
    total: int
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        """How many pages there are: at least one, which may be empty."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def first_row(self) -> int:
        """Number of the first row shown; 0 if the list is empty."""
        return min(self.offset + 1, self.total)

    @property
    def last_row(self) -> int:
        """Number of the last row shown."""
        return min(self.offset + self.size, self.total)

    @property
    def numbers(self) -> Sequence[int | None]:
        """Page numbers to offer: first, neighbours, last; None where some are left out."""
        near = range(self.number - NEIGHBOURS, self.number + NEIGHBOURS + 1)
        shown = [n for n in range(1, self.count + 1) if n in {1, self.count} or n in near]
        numbers: list[int | None] = []
        for number in shown:
            if numbers and number - (numbers[-1] or 0) > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers

    def url(self, number: int) -> str:
        """Address of another page of the list, filters kept."""
        return f"{self.path}?{urlencode([*self.query, (PARAMETER, str(number))])}"


def page_of(request: "Request", total: int, size: int = DEFAULT_SIZE) -> Page:
    """The page the address asks for; nonsense and numbers beyond the end lead to a real page."""
    number = whole_number(request.GET.get(PARAMETER, "1")) or 1
    last = max(1, -(-total // size))
    query = tuple((name, value) for name, value in request.GET.items() if name != PARAMETER)
    return Page(min(max(number, 1), last), size, total, request.path, query)
