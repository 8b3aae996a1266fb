"""What a grid showed when it was opened, carried in the form: who saves learns what changed since.

One hidden field for each column: `student=version=text=words` for each cell that held a mark, where
`words` is a digest of the comment. It decides nothing but whether to warn: rights do not hang on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2s

from registro_core.api import whole_number

BETWEEN, WITHIN = " ", "="


@dataclass(frozen=True)
class SeenCell:
    """A cell as it was shown: the version of its mark (0: there was none), its text, its words."""

    version: int = 0
    text: str = ""
    words: str = ""

    def same_words(self, comment: str | None) -> bool:
        """Whether a comment is the one that was shown."""
        return self.words == digest(comment)


NOT_SEEN = SeenCell()


def digest(comment: str | None) -> str:
    """A few letters that differ when comments do; none for no comment."""
    return blake2s(comment.encode(), digest_size=4).hexdigest() if comment else ""


def pack(cells: Iterable[tuple[int, SeenCell]]) -> str:
    """The hidden field of a column, from its cells by student."""
    return BETWEEN.join(
        WITHIN.join((str(student), str(cell.version), cell.text, cell.words))
        for student, cell in cells
        if cell != NOT_SEEN
    )


def unpack(field: str) -> dict[int, SeenCell]:
    """The cells of a column by student; what cannot be read was not seen."""
    found: dict[int, SeenCell] = {}
    for part in field.split(BETWEEN):
        pieces = part.split(WITHIN)
        if len(pieces) != 4:
            continue
        student, version = whole_number(pieces[0]), whole_number(pieces[1])
        if student is not None and version is not None:
            found[student] = SeenCell(version, pieces[2], pieces[3])
    return found
