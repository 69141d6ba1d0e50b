"""Gatepost inside this process, at a time that the story sets: a month of history is made in seconds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from werkzeug.test import Client, TestResponse

from gatepost import app
from gatepost.settings import Settings

PAUSE = timedelta(seconds=4)
"""How long whoever asks thinks before each request."""


class StoryClock:
    """A `gatepost.kit.clock.Clock` that goes on only when the story does."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the story's time."""
        return self._now

    def wait(self, duration: timedelta) -> None:
        """Let time pass."""
        self._now += duration

    def go_to(self, instant: datetime) -> None:
        """Go on to a later moment; one that has passed already is left alone."""
        self._now = max(self._now, instant)


class Server:
    """An installation that is not served to anybody else yet."""

    def __init__(self, settings: Settings, clock: StoryClock) -> None:
        self.settings = settings
        self.clock = clock
        # Six hundred requests are no news to whoever waits for the demonstration to begin.
        quiet = settings.model_copy(update={"log_level": "error"})
        self.runtime = replace(app.make_runtime(quiet), clock=clock)
        self._runner = app.make_runner(self.runtime)
        self._application = app.build(self.runtime)

    def new_client(self) -> Client:
        """Return a client with a jar of cookies of its own."""
        return Client(self._application)

    def open(self, client: Client, method: str, path: str, *, address: str, program: str, **more: Any) -> TestResponse:
        """Send a request after a pause, from an address."""
        self.clock.wait(PAUSE)
        sender: Mapping[str, str] = {"REMOTE_ADDR": address, "HTTP_USER_AGENT": program}
        return client.open(path, method=method, base_url=self.settings.public_url, environ_base=sender, **more)

    def finish_jobs(self) -> None:
        """Do what the requests before have asked for."""
        self._runner.drain()

    def close(self) -> None:
        """Put everything on the disk."""
        self.runtime.events.stop()
        self.runtime.database.close()
