"""A site on a fresh copy of one that is furnished once."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gatepost.settings import Settings
from tests.servers.postgres import Postgres
from tests.sweep.names import Keys
from tests.sweep.site import Site


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


class Copies:
    """Sites that are opened on copies of a furnished one, each with the settings that it wants, and closed in the end."""

    def __init__(self, furnished: Furnished, copy: Callable[[], str]) -> None:
        self._furnished = furnished
        self._copy = copy
        self._open: list[Site] = []

    def open(self, **settings: Any) -> Site:
        """Return a site of its own."""
        given = Settings(data_dir=self._furnished.folder, database_url=self._copy(), log_level="error", **settings)
        self._open.append(Site(given, self._furnished.keys))
        return self._open[-1]

    def close(self) -> None:
        for site in self._open:
            site.close()


@pytest.fixture(scope="module")
def sqlite_copies(sqlite_site: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """Sites on SQLite."""
    folder, numbers = tmp_path_factory.mktemp("sites"), count()

    def copy() -> str:
        return f"sqlite:///{shutil.copyfile(sqlite_site.database, folder / f'{next(numbers)}.db')}"

    copies = Copies(sqlite_site, copy)
    yield copies
    copies.close()


@pytest.fixture(scope="module")
def postgres_copies(postgres: Postgres, postgres_site: Furnished) -> Iterator[Copies]:
    """Sites on PostgreSQL."""
    names: list[str] = []

    def copy() -> str:
        names.append(postgres.create(template=postgres_site.database))
        return postgres.url(names[-1])

    copies = Copies(postgres_site, copy)
    yield copies
    copies.close()
    for name in names:
        postgres.drop(name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def copies(request: pytest.FixtureRequest) -> Copies:
    """Sites on each kind of database."""
    found = request.getfixturevalue("sqlite_copies" if request.param == "sqlite" else "postgres_copies")
    assert isinstance(found, Copies)
    return found


@pytest.fixture
def sqlite_copy(sqlite_site: Furnished, tmp_path: Path) -> Iterator[Site]:
    """A site of the test's own on SQLite."""
    copies = Copies(sqlite_site, lambda: f"sqlite:///{shutil.copyfile(sqlite_site.database, tmp_path / 'gatepost.db')}")
    yield copies.open()
    copies.close()
