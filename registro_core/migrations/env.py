"""Alembic's environment, shared by the core and every plugin; run by `registro_core.db.migrate`."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from registro_core.db.migrate import include_owned, metadata, version_table

connection = context.config.attributes["connection"]
owner = context.config.attributes["owner"]


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our enumerations as the plain text they are: members may come without a migration."""
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=connection,
    target_metadata=metadata(),
    version_table=version_table(owner),
    include_object=include_owned(owner, connection),
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render_item,
    user_module_prefix="types.",
)
context.run_migrations()
