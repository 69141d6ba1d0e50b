"""A site on a fresh copy of one that is furnished once."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gatepost.settings import Settings
from tests.servers.postgres import Postgres
from tests.sweep.site import Keys, Site


@dataclass(frozen=True)
class Furnished:
    """The database of a furnished site, which nobody has open, and the keys to it."""

    folder: Path
    database: str
    keys: Keys


def _furnish(folder: Path, database: str, url: str) -> Furnished:
    site = Site(Settings(data_dir=folder, database_url=url, log_level="error"))
    site.close()
    return Furnished(folder, database, site.keys)


@pytest.fixture(scope="session")
def sqlite_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    folder = tmp_path_factory.mktemp("site")
    file = folder / "gatepost.db"
    shutil.copyfile(sqlite_template, file)
    return _furnish(folder, str(file), f"sqlite:///{file}")


@pytest.fixture(scope="session")
def postgres_site(postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    name = postgres.create(template=postgres_template)
    return _furnish(tmp_path_factory.mktemp("site"), name, postgres.url(name))


@pytest.fixture
def sqlite_copy(sqlite_site: Furnished, tmp_path: Path) -> Iterator[Site]:
    """A site on SQLite."""
    file = tmp_path / "gatepost.db"
    shutil.copyfile(sqlite_site.database, file)
    site = Site(_settings(sqlite_site, f"sqlite:///{file}"), sqlite_site.keys)
    yield site
    site.close()


@pytest.fixture
def postgres_copy(postgres: Postgres, postgres_site: Furnished) -> Iterator[Site]:
    """A site on PostgreSQL."""
    name = postgres.create(template=postgres_site.database)
    site = Site(_settings(postgres_site, postgres.url(name)), postgres_site.keys)
    yield site
    site.close()
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest) -> Site:
    """A site of its own: a test that asks for it runs on each kind of database."""
    copied = request.getfixturevalue("sqlite_copy" if request.param == "sqlite" else "postgres_copy")
    assert isinstance(copied, Site)
    return copied


def _settings(furnished: Furnished, url: str) -> Settings:
    return Settings(data_dir=furnished.folder, database_url=url, log_level="error")
