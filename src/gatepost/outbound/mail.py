"""Mail: by SMTP with STARTTLS or TLS and login, or into files where no server is set."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from gatepost.kit.entropy import Entropy

TIMEOUT_SECONDS = 20
_SCHEMES = {"smtp": 587, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, as text and as HTML."""

    sender: str
    to: str
    subject: str
    text: str
    html: str

    def message(self, now: datetime, domain: str) -> EmailMessage:
        """Return it as a MIME message (RFC 5322, multipart/alternative)."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, self.to, self.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = make_msgid(domain=domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        return message


class Mailer(Protocol):
    """Hands a message over, or raises."""

    def send(self, message: EmailMessage) -> None:
        """Return once the message is somebody else's to deliver."""

    def check(self) -> str:
        """Try the way without sending anything; return a sentence that says what it is."""


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Speaks SMTP (RFC 5321) with a server.

    smtp:// takes STARTTLS where it is offered and never logs in without it, except on loopback; smtp+starttls:// insists on
    STARTTLS; smtps:// is TLS from the first byte. Certificates are checked.
    """

    host: str
    port: int
    scheme: str
    user: str | None
    password: str | None

    def send(self, message: EmailMessage) -> None:
        """Deliver to the server."""
        with self._connect() as server:
            server.send_message(message)

    def check(self) -> str:
        """Connect, log in and say goodbye."""
        with self._connect() as server:
            server.noop()
        return f"SMTP server {self.host}:{self.port} answers"

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
            self._start_tls(server, context)
        if self.user is not None:
            server.login(self.user, self.password or "")
        return server

    def _start_tls(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif self.scheme == "smtp+starttls" or (self.user is not None and not self._is_loopback()):
            server.close()
            raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS, and without it no password is sent")

    def _is_loopback(self) -> bool:
        return self.host in {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class FileMailer:
    """Writes each mail into a folder, for trying Gatepost out."""

    folder: Path
    entropy: Entropy

    def send(self, message: EmailMessage) -> None:
        """Write one .eml file that only this user can read."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{self.entropy.token_bytes(8).hex()}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message.as_bytes())

    def check(self) -> str:
        """Say where the files go."""
        return f"no SMTP server is set: mails become files in {self.folder}"


def mailer_for(smtp_url: str, folder: Path, entropy: Entropy) -> Mailer:
    """Return the mailer for a setting such as smtp://user:password@host:587; without one, files in `folder`."""
    if not smtp_url:
        return FileMailer(folder, entropy)
    parts = urlsplit(smtp_url)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise ValueError("the SMTP URL must look like smtp://user:password@host:587, smtps://… or smtp+starttls://…")
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return SmtpMailer(parts.hostname, parts.port or _SCHEMES[parts.scheme], parts.scheme, user, password)
