"""Brings a database's schema to the newest step, and says where it stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from gatepost.store.database import Database

_FOLDER = Path(__file__).parent / "migrations"


def newest_revision() -> str:
    """Return the revision that this version of Gatepost needs."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("this installation has no migrations")
    return revision


def current_revision(database: Database) -> str | None:
    """Return the revision that the database has; None for an empty one."""
    return database.with_connection(lambda connection: MigrationContext.configure(connection).get_current_revision())


def upgrade(database: Database) -> None:
    """Run the steps that are missing, all in one transaction; of two servers that start at once, one waits and finds it done."""
    config = _config()

    def run(connection: object) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    database.with_connection(run, alone=True)


def draft(database: Database, message: str, revision: str) -> None:
    """Write a new step from the difference between the database and the tables: for developers, to be read and mended."""
    config = _config()

    def run(connection: object) -> None:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=revision)

    database.with_connection(run)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config
