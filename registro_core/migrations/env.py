"""Alembic's environment, shared by the core and every plugin; run by `registro_core.db.migrate`."""

from alembic import context

from registro_core.db.migrate import include_owned, metadata, version_table

connection = context.config.attributes["connection"]
owner = context.config.attributes["owner"]

context.configure(
    connection=connection,
    target_metadata=metadata(),
    version_table=version_table(owner),
    include_object=include_owned(owner, connection),
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    user_module_prefix="types.",
)
context.run_migrations()
