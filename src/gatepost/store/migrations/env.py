"""Alembic's way in: knows every concept's tables and runs the steps on the connection it is given."""

import importlib
import pkgutil
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import String

import gatepost.core
from gatepost.store.columns import Flag, Instant, Json, Names, metadata


def import_tables() -> None:
    """Import every module of core that holds tables, so that `metadata` has them all."""
    for module in pkgutil.walk_packages(gatepost.core.__path__, "gatepost.core."):
        if module.name.rpartition(".")[2] in {"store", "idempotency"} or ".store." in module.name:
            importlib.import_module(module.name)


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types in a new step as they stand in the tables."""
    if kind != "type":
        return False
    if type(item) is String:  # every String of ours is made by Name
        autogen.imports.add("from gatepost.store.columns import Name")
        return f"Name({item.length})"
    if isinstance(item, Instant | Flag | Json | Names):
        name = type(item).__name__
        autogen.imports.add(f"from gatepost.store.columns import {name}")
        return f"{name}()"
    return False


def run() -> None:
    """Run the steps in one transaction of the caller's connection."""
    import_tables()
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
