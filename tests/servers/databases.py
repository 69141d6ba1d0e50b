"""Databases that are ready for use: on SQLite and on PostgreSQL, the same tables, and a fresh one for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.store import migration
from gatepost.store.database import Database
from tests.servers.postgres import Postgres


def _make_tables(url: str) -> None:
    database = Database(url)
    migration.upgrade(database)
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a SQLite database with every table and no row."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    _make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a PostgreSQL database with every table and no row."""
    name = postgres.create()
    _make_tables(postgres.url(name))
    return name


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database."""
    file = tmp_path / "gatepost.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """The URL of a fresh PostgreSQL database."""
    name = postgres.create(template=postgres_template)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database: a test that asks for it runs on each kind."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    assert isinstance(url, str)
    return url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of one database for all those tests of a module that leave it as they find it: they look, or are refused."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("shared") / "gatepost.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create(template=request.getfixturevalue("postgres_template"))
    yield postgres.url(name)
    postgres.drop(name)


both_databases = pytest.mark.parametrize("installed_on", ["sqlite", "postgresql"], indirect=True)
"""Marks a test of a door that runs on each kind; the many others of its file run on SQLite, which is faster to make."""


@pytest.fixture
def installed_on(request: pytest.FixtureRequest) -> str:
    """The URL of the fresh database of an installation: SQLite, unless the test is marked with `both_databases`."""
    url = request.getfixturevalue("postgres_url" if getattr(request, "param", "") == "postgresql" else "sqlite_url")
    assert isinstance(url, str)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that holds nothing, not even tables: a test that asks for it runs on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url = request.getfixturevalue("empty_postgres_url")
    assert isinstance(url, str)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh `Database`: a test that asks for it runs on each kind."""
    database = Database(database_url, pool_size=4)
    yield database
    database.close()
