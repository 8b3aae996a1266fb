"""A kind of file that can be imported: what its columns are called, and what plans its rows."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registro_core.items import Text

if TYPE_CHECKING:
    from registro_core.imports.context import ImportContext


@dataclass(frozen=True)
class Column:
    """A column of a file. Capitals, accents and spaces of its heading do not matter.

    `aliases` are headings that other programs write for the same thing. The
    content of an `ignored` column is known, and not kept.
    """

    name: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    ignored: bool = False


@dataclass(frozen=True)
class Row:
    """A row as read: its line in the file, and its cells by the column's own name, trimmed."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class ImportFile:
    """A file as read: the columns that it has, the rows that could be read, its SHA-256."""

    kind: "ImportKind"
    name: str
    columns: frozenset[str]
    rows: tuple[Row, ...]
    digest: str = ""


@dataclass(frozen=True)
class ImportKind:
    """A kind of file. Core's are planned in `order` 10-120; what builds on them comes later.

    `plan` looks at every row and asks the context to create, change or leave
    rows of the database; it writes nothing itself. A file belongs to the kind
    if its name begins with one of `stems` ("alunni 2026.csv" is `alunni`).
    Without `has_header` the columns are those of `columns`, in that order.
    """

    name: str
    label: Text
    order: int
    columns: tuple[Column, ...]
    plan: "Callable[[ImportContext, ImportFile], None]"
    stems: tuple[str, ...] = ()
    has_header: bool = True

    def owns(self, file_name: str) -> bool:
        """Whether a file of this name is of this kind."""
        stem = plain_key(file_name.rpartition(".")[0] or file_name)
        return any(
            stem == candidate or re.match(re.escape(candidate) + r"[_0-9]", stem)
            for candidate in (self.stems or (self.name,))
        )


def plain_key(text: str) -> str:
    """A heading or file name without accents, capitals and signs: "Data nascita", data_nascita."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
