"""Alembic's entry: the connection is handed over by `styleloop.adapters.stores.migrate`."""

from alembic import context

from styleloop.adapters.stores.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
