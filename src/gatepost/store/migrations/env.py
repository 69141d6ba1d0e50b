"""Alembic's way in: knows every concept's tables and runs the steps on the connection it is given."""

import importlib
import pkgutil

from alembic import context

import gatepost.core
from gatepost.store.columns import metadata


def import_tables() -> None:
    """Import every module of core that holds tables, so that `metadata` has them all."""
    for module in pkgutil.walk_packages(gatepost.core.__path__, "gatepost.core."):
        if module.name.rpartition(".")[2] in {"store", "idempotency"} or ".store." in module.name:
            importlib.import_module(module.name)


def run() -> None:
    """Run the steps in one transaction of the caller's connection."""
    import_tables()
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
