"""A mail server that keeps what it is given: plain, with STARTTLS or TLS, with or without a login."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.kit import PATIENCE_SECONDS
from tests.servers.certificates import Certificate
from tests.servers.ports import free_port

HOST = "127.0.0.1"
Encryption = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class Delivery:
    """One message as it was handed over."""

    sender: str
    recipients: tuple[str, ...]
    encrypted: bool
    login: str | None
    message: EmailMessage

    def part(self, kind: Literal["plain", "html"]) -> str:
        """Return the text of the part in this form."""
        body = self.message.get_body(preferencelist=(kind,))
        assert body is not None, f"no text/{kind} part"
        return str(body.get_content()).replace("\r\n", "\n")


class Mailbox:
    """Where the server puts what arrives, in order."""

    def __init__(self) -> None:
        self._arrived = threading.Condition()
        self._deliveries: list[Delivery] = []
        self.refusal: str | None = None
        """An SMTP answer, such as "451 try again later", that the server gives instead of taking a message."""

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """Everything that has arrived."""
        with self._arrived:
            return tuple(self._deliveries)

    def wait(self, recipient: str, *, number: int = 1, within_seconds: float = PATIENCE_SECONDS) -> Delivery:
        """Return the `number`-th message to this address, as soon as it is there."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._to(recipient)) >= number, within_seconds)
            found = self._to(recipient)
            assert len(found) >= number, f"{len(found)} of {number} messages to {recipient} within {within_seconds} s"
            return found[number - 1]

    def _to(self, recipient: str) -> list[Delivery]:
        return [delivery for delivery in self._deliveries if recipient in delivery.recipients]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a message, or refuse it as the test wishes."""
        if self.refusal:
            return self.refusal
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        delivery = Delivery(
            sender=envelope.mail_from or "",
            recipients=tuple(envelope.rcpt_tos),
            encrypted=server.transport is not None and server.transport.get_extra_info("ssl_object") is not None,
            login=session.auth_data,
            message=message,
        )
        with self._arrived:
            self._deliveries.append(delivery)
            self._arrived.notify_all()
        return "250 OK"


@dataclass(frozen=True)
class MailServer:
    """A running server: its address, its certificate's authority and its mailbox."""

    host: str
    port: int
    mailbox: Mailbox
    authority: Path | None


@contextmanager
def running(
    *, encryption: Encryption = "none", certificate: Certificate | None = None, login: tuple[str, str] | None = None
) -> Iterator[MailServer]:
    """Serve on a free port of the loopback interface. `login` is the only user name and password that may send."""
    mailbox = Mailbox()
    options: dict[str, Any] = {}
    if encryption != "none":
        assert certificate is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        options |= (
            {"ssl_context": context} if encryption == "tls" else {"tls_context": context, "require_starttls": True}
        )
    if login is not None:
        options |= {"authenticator": _only(login), "auth_required": True, "auth_require_tls": encryption == "starttls"}
    controller = Controller(mailbox, hostname=HOST, port=free_port(), ready_timeout=PATIENCE_SECONDS, **options)
    controller.start()
    try:
        yield MailServer(HOST, controller.port, mailbox, certificate.authority if certificate else None)
    finally:
        controller.stop()


def _only(login: tuple[str, str]) -> Callable[..., AuthResult]:
    def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        user, password = login
        if isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode()):
            return AuthResult(success=True, auth_data=user)
        return AuthResult(success=False, handled=False)

    return authenticate


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server without encryption or login."""
    with running() as server:
        yield server
