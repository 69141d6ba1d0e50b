"""A CSV import through the console's door: the file is sent, looked at and started, and the page is renewed until it has ended."""

import http.client
import threading
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from bench.installation import Installation
from bench.requests.console import Opened
from bench.server import Server
from gatepost.core.directory.users import INVITE_USER
from gatepost.core.mailing import SEND_MAIL
from gatepost.core.queue import store as queue
from gatepost.web.csrf import FIELD

NAME: Final = "CSV import"
USERS: Final = 20_000
TARGET: Final = 1_000
"""So many users a second are to be made."""
GROUPS: Final = 100
_PAUSE_SECONDS: Final = 0.2
_LONGEST_SECONDS: Final = 300.0
_PAGE: Final = "/console/import"
_MAILS_SECONDS: Final = 3.0
_BOUNDARY: Final = "----bench"
_HEAD: Final = "user_name,email,given_name,family_name,groups\n"


@dataclass(frozen=True, slots=True)
class Import:
    """How long it took from sending the file until its page, and from the start until the last user was there.

    `core_seconds` is what the second of the two took of the server's core, jobs that invite people meanwhile included.
    `mails_waiting` are the mails that waited once everybody was invited, of which `mails_per_second` went out then.
    """

    users: int
    looked_seconds: float
    seconds: float
    core_seconds: float
    mails_waiting: int
    mails_per_second: float

    @property
    def per_second(self) -> float:
        """How many users a second were made, from the start on."""
        return self.users / self.seconds

    @property
    def per_core_second(self) -> float:
        """How many a second of the server's core made and, as far as that had got, invited."""
        return self.users / self.core_seconds


def run(server: Server, installation: Installation, opened: Opened, users: int) -> Import:
    """Import so many users, each of whom is in a group and is invited."""
    with closing(http.client.HTTPConnection("localhost", server.port, timeout=60)) as connection:
        began = perf_counter()
        page = _send(connection, opened, _file(users))
        _get(connection, opened, page)
        looked = perf_counter() - began
        used, began = server.core_seconds(), perf_counter()
        _start(connection, opened, page)
        while "people were added" not in _get(connection, opened, page):
            _rest(began)
        seconds, core_seconds = perf_counter() - began, server.core_seconds() - used
    waiting, rate = _mails(installation)
    return Import(users, looked, seconds, core_seconds, waiting, rate)


def _file(users: int) -> bytes:
    lines = (
        f"imported-{number:06d},imported-{number:06d}@bench.example.com,Given,Number {number},Group {number % GROUPS}\n"
        for number in range(users)
    )
    return (_HEAD + "".join(lines)).encode()


def _send(connection: http.client.HTTPConnection, opened: Opened, content: bytes) -> str:
    """Send the file as a browser does and return the address of the page that shows what is in it."""
    proof = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{FIELD}"\r\n\r\n{opened.csrf_token}\r\n'
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\n\r\n'
    body = b"".join([proof.encode(), head.encode(), content, f"\r\n--{_BOUNDARY}--\r\n".encode()])
    return _post(connection, opened, _PAGE, body, f"multipart/form-data; boundary={_BOUNDARY}")


def _start(connection: http.client.HTTPConnection, opened: Opened, page: str) -> None:
    body = f"{FIELD}={opened.csrf_token}".encode()
    _post(connection, opened, f"{page}/start", body, "application/x-www-form-urlencoded")


def _post(connection: http.client.HTTPConnection, opened: Opened, path: str, body: bytes, kind: str) -> str:
    connection.request("POST", path, body, headers={**opened.cookie, "Content-Type": kind})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise ValueError(f"{answer.status} of {path}")
    return answer.headers["Location"]


def _get(connection: http.client.HTTPConnection, opened: Opened, path: str) -> str:
    connection.request("GET", path, headers=dict(opened.cookie))
    answer = connection.getresponse()
    body = answer.read().decode()
    if answer.status != 200:
        raise ValueError(f"{answer.status} of {path}")
    return body


def _rest(began: float) -> None:
    """Wait as the page does before it asks again; raise where it has asked for too long."""
    if perf_counter() - began > _LONGEST_SECONDS:
        raise TimeoutError("the import has not ended")
    threading.Event().wait(_PAUSE_SECONDS)


def _mails(installation: Installation) -> tuple[int, float]:
    """Return how many invitations wait once each has its mail, and how many a second are sent from then on."""
    with installation.core() as core:

        def waiting(kind: str) -> int:
            return core.runtime.database.read(queue.count_by_kind).get(kind, 0)

        began = perf_counter()
        while waiting(INVITE_USER):
            _rest(began)
        first, began = waiting(SEND_MAIL), perf_counter()
        while waiting(SEND_MAIL) and perf_counter() - began < _MAILS_SECONDS:
            _rest(began)
        return first, (first - waiting(SEND_MAIL)) / (perf_counter() - began)
