"""What every table of the register shares."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Constraints need names that are the same on every database, or a migration
# could not name the one it wants to drop.
NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of the core's and of every plugin's tables (one metadata, names prefixed by owner)."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Versioned:
    """Mixin for rows edited through a form: `version` grows with each change.

    A form carries the version that it was rendered from; `check_version` in
    `registro_core.db.versions` turns a mismatch into a conflict (409).
    """

    version: Mapped[int] = mapped_column(default=1, nullable=False)
