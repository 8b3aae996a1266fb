"""How the types of statements that are built once are written."""

from typing import Any, TypeAlias

from sqlalchemy import Select

# A statement that gives rows of many columns.
Rows: TypeAlias = Select[*tuple[Any, ...]]
