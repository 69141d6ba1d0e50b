"""Runs the HTTP server, and says how to begin."""

import fcntl
import logging
import os
import socket
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from gatepost import bootstrap
from gatepost.bootstrap import Made
from gatepost.core.instances.model import Instance
from gatepost.core.signin import invitations
from gatepost.doors.portal import blocks
from gatepost.settings import Settings

SHUTDOWN_SECONDS = 10

_OF_REQUESTS = ("CONTENT_", "HTTP_", "RAW_URI", "REMOTE_", "REQUEST_", "wsgi.")
"""How names begin that PEP 3333 and servers give to parts of a request."""


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keep others from serving what these settings name, meanwhile; ValueError or OSError where somebody does already."""
    _require_free(*_address(settings))
    file = settings.sqlite_file
    if file is None:
        yield
        return
    if settings.workers > 1:
        raise ValueError("several workers need PostgreSQL: SQLite is served by one process. Set GATEPOST_DATABASE_URL.")
    with _lock(file.with_name(f"{file.name}.lock")):
        yield


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; requests that are being answered are finished first."""
    host, port = _address(settings)
    logging.getLogger("_granian").addFilter(_is_news)
    forget_what_looks_like_a_request(os.environ)
    Server(
        "gatepost.app:wsgi",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=SHUTDOWN_SECONDS,
        log_level=LogLevels.warning,
    ).serve()


def forget_what_looks_like_a_request(variables: MutableMapping[str, str]) -> None:
    """Drop the variables that would stand in every request as if a client had sent them.

    Granian lays the process's environment under each request's: HTTP_X_FORWARDED_FOR would be a header.
    """
    for name in [name for name in variables if name.startswith(_OF_REQUESTS)]:
        del variables[name]


def summary(settings: Settings, made: Made) -> dict[str, Any]:
    """Return what a program needs to know of a fresh installation."""
    instance = made.instance
    values: dict[str, Any] = {
        "account_id": instance.owner_account_id,
        "region": instance.region,
        "instance_arn": instance.arn,
        "identity_store_id": instance.identity_store_id,
        "start_url": instance.start_url(settings),
        "start_url_alias": instance.start_url_alias,
        "admin_user_id": made.admin.user_id,
        "invitation_url": invitations.url(settings, made.invitation) if made.invitation else None,
    }
    if made.access_key_id and made.secret_access_key:
        values |= {"access_key_id": made.access_key_id, "secret_access_key": made.secret_access_key.reveal()}
    return values


def welcome(settings: Settings, instance: Instance, invitation: str | None) -> str:
    """Return what a person needs to begin: where to sign in, and the settings of the AWS CLI."""
    first = (
        f"Set the administrator's password (valid for 7 days, once):\n  {invitation}\n"
        if invitation
        else "To invite somebody again: gatepost users invite NAME\n"
    )
    return f"""
Gatepost serves {settings.public_url}

{first}
Sign in:              {instance.start_url(settings)}
The CLI's start URL:  {instance.start_url_alias}
Region:               {instance.region}
Management account:   {instance.owner_account_id}

For the AWS CLI (~/.aws/config), then: aws sso login --profile admin

{cli_profile(settings, instance)}"""


def cli_profile(settings: Settings, instance: Instance) -> str:
    """Return the administrator's profile for ~/.aws/config."""
    role = blocks.Role(instance.owner_account_id, bootstrap.ADMINISTRATOR_SET)
    return blocks.sso_profile(role, instance, settings.public_url, name="admin")


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out that there are more threads than cores: that is how it is meant, since threads wait for the disk."""
    return not record.getMessage().startswith("Configuration allows spawning up to")


def _address(settings: Settings) -> tuple[str, int]:
    host, _, port = settings.listen.rpartition(":")
    return host.strip("[]"), int(port)


@contextmanager
def _lock(file: Path) -> Iterator[None]:
    """Hold a file; the operating system lets it go with the process, however that ends."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("ab") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            database = file.with_suffix("")
            sentence = f"another process serves {database} already, and SQLite is served by one. Stop it, or set GATEPOST_DATABASE_URL."
            raise ValueError(sentence) from None
        yield


def _require_free(host: str, port: int) -> None:
    """Raise OSError where somebody listens already: the server's own socket shares a port, and each would get half of the requests."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sentence = f"cannot listen on {host} port {port}: {error.strerror}. GATEPOST_LISTEN names another address."
            raise OSError(sentence) from error
