"""An installation of Gatepost in a folder: made by its command, filled through its core, served on one core."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bench import postgres, server
from bench.server import Server
from gatepost import app
from gatepost.core.actors import GATEPOST, Actor
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, perform
from gatepost.kit import ids
from gatepost.settings import Settings
from tests.servers.postgres import Postgres

COMMAND = Path(sys.executable).with_name("gatepost")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Core:
    """The core of an installation that is not served yet: it takes a hundred thousand users faster than any API does."""

    runtime: Runtime

    def run(self, do: Callable[[Call], T], *, actor: Actor = GATEPOST, action: str = "gatepost:Seed") -> T:
        """Run work in one transaction, as Gatepost itself or as a person."""
        client = Client("127.0.0.1", "bench", ids.new_uuid(self.runtime.entropy), self.runtime.settings.region)
        resources = (actor.arn,) if actor.user_id else ()
        ask = Ask(actor, action, "gatepost.internal", client, resources, writes=True)
        return perform(self.runtime, ask, do)

    def finish_jobs(self) -> None:
        """Do what the work before has asked for."""
        app.make_runner(self.runtime).drain()


@dataclass(frozen=True, slots=True)
class Installation:
    """A data folder, the port that it is served on, and a database of `cluster`; without one, SQLite in the folder."""

    folder: Path
    port: int
    cluster: Postgres | None = None
    database: str = ""

    @classmethod
    def in_folder(cls, folder: Path, cluster: Postgres | None = None) -> "Installation":
        """Lay out an installation."""
        folder.mkdir(parents=True)
        return cls(folder, server.free_port(), cluster, "" if cluster is None else cluster.create())

    def copy(self, folder: Path) -> "Installation":
        """Return a copy that is used in its stead, so that no measure finds what another has left."""
        shutil.copytree(self.folder, folder)
        database = "" if self.cluster is None else self.cluster.create(template=self.database)
        return replace(self, folder=folder, port=server.free_port(), database=database)

    def settle(self) -> None:
        """Let the database look at what it was filled with."""
        if self.cluster is not None:
            postgres.settle(self.database_url)

    def bootstrap(self, password: str) -> dict[str, Any]:
        """Make an organisation whose administrator has this password; return what the command says of it."""
        password_file = self.folder / "password"
        password_file.write_text(password)
        done = subprocess.run(
            [COMMAND, "bootstrap", "--json", "--access-key", "--admin-password-file", password_file],
            env=server.environment(self._variables),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise ChildProcessError(done.stderr.decode(errors="replace"))
        facts: dict[str, Any] = json.loads(done.stdout)
        return facts

    @contextmanager
    def core(self) -> Iterator[Core]:
        """Open the core in this process."""
        runtime = app.make_runtime(
            # Named one by one: GATEPOST_* of whoever runs this must not lead to another database.
            Settings(
                data_dir=self._data,
                database_url=self.database_url,
                master_key_file=self._data / "master.key",
                public_url=self._url,
                log_level="error",
            )
        )
        try:
            yield Core(runtime)
        finally:
            runtime.events.stop()
            runtime.database.close()

    def serve(self, core: int, settings: Mapping[str, str] | None = None) -> AbstractContextManager[Server]:
        """Run `gatepost serve` on one core, with more settings than the usual ones where there are any."""
        variables = self._variables | dict(settings or {})
        return server.running([COMMAND, "serve"], self.port, core=core, folder=self.folder, settings=variables)

    @property
    def database_url(self) -> str:
        """Where the rows are."""
        return f"sqlite:///{self._data / 'gatepost.db'}" if self.cluster is None else self.cluster.url(self.database)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def _variables(self) -> dict[str, str]:
        """The settings, but for these the defaults. A service's log is for machines."""
        return {
            "GATEPOST_DATA_DIR": str(self._data),
            "GATEPOST_DATABASE_URL": self.database_url,
            "GATEPOST_LISTEN": f"127.0.0.1:{self.port}",
            "GATEPOST_PUBLIC_URL": self._url,
            "GATEPOST_LOG_FORMAT": "json",
        }
