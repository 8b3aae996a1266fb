"""Table of what the school changed in the plugins' default grants."""

from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import enum_column
from registro_core.items import Relation


class PermissionGrant(Base):
    """A permission given to, or taken from, a relation by the school."""

    __tablename__ = "permission_grant"

    permission: Mapped[str] = mapped_column(primary_key=True)
    relation: Mapped[Relation] = mapped_column(enum_column(Relation), primary_key=True)
    granted: Mapped[bool]
