"""The peers do what the other tests take for granted."""

import smtplib
import ssl
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg
import pytest

from tests.servers import smtp
from tests.servers.aws_cli import AwsCli
from tests.servers.certificates import Certificate
from tests.servers.chromium import Window
from tests.servers.peers import REQUIRE_ALL, program
from tests.servers.postgres import Postgres


@pytest.mark.parametrize(("required", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_a_peer_that_is_missing(required: str, outcome: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REQUIRE_ALL, required)
    with pytest.raises(outcome, match=r"needs /nowhere/slapd: .* installs Debian's slapd"):
        program("/nowhere/slapd", "slapd")


def test_databases_of_one_cluster_are_apart(empty_postgres_url: str, postgres: Postgres) -> None:
    other = postgres.create()
    with psycopg.connect(empty_postgres_url) as connection:
        connection.execute("CREATE TABLE here (id int)")
    with psycopg.connect(postgres.url(other)) as connection:
        assert connection.execute("SELECT to_regclass('here')").fetchone() == (None,)
    postgres.drop(other)


def _message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "Grüße"
    message.set_content("plain text")
    message.add_alternative("<p>html</p>", subtype="html")
    return message


def test_mail_arrives() -> None:
    with smtp.running() as server, smtplib.SMTP(server.host, server.port) as client:
        client.send_message(_message())
        delivery = server.mailbox.wait("b@example.com")
    assert delivery.message["Subject"] == "Grüße"
    assert (delivery.part("plain"), delivery.part("html")) == ("plain text\n", "<p>html</p>\n")
    assert not delivery.encrypted


def test_mail_with_starttls_and_login(certificate: Certificate) -> None:
    context = ssl.create_default_context(cafile=str(certificate.authority))
    with (
        smtp.running(encryption="starttls", certificate=certificate, login=("gatepost", "correct horse")) as server,
        smtplib.SMTP(server.host, server.port) as client,
    ):
        client.starttls(context=context)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("gatepost", "wrong")
        client.login("gatepost", "correct horse")
        client.send_message(_message())
        delivery = server.mailbox.wait("b@example.com")
    assert delivery.encrypted
    assert delivery.login == "gatepost"


def test_mail_over_tls(certificate: Certificate) -> None:
    context = ssl.create_default_context(cafile=str(certificate.authority))
    with (
        smtp.running(encryption="tls", certificate=certificate) as server,
        smtplib.SMTP_SSL(server.host, server.port, context=context) as client,
    ):
        client.send_message(_message())
        assert server.mailbox.wait("b@example.com").encrypted


PAGES = {
    "/quiet": "<!doctype html><link rel=icon href=/quiet><title>Quiet</title>",
    "/refused": "<!doctype html><link rel=icon href=/quiet><title>Refused</title>",
    "/inline-script": "<!doctype html><link rel=icon href=/quiet><script>1</script>",
    "/missing-image": "<!doctype html><link rel=icon href=/quiet><img src=/nothing.png>",
    "/wide": "<!doctype html><meta name=viewport content='width=device-width'><link rel=icon href=/quiet><pre>"
    + "wide " * 500,
}


class Recorder(ThreadingHTTPServer):
    """Answers every request with an error and notes what it asked."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Recorder

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.seen.append(f"{self.path} {self.headers.get('X-Amz-Target')} {body}")
        self._answer(400, "application/json", "{}")

    def do_GET(self) -> None:
        if self.path in PAGES:
            self._answer(200 if self.path != "/refused" else 403, "text/html", PAGES[self.path])
        else:
            self.do_POST()

    def _answer(self, status: int, kind: str, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("x-amzn-ErrorType", "ValidationException")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with Recorder() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


KEY = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("sts get-caller-identity", "Action=GetCallerIdentity"),
        ("sso-admin list-instances", "SWBExternalService.ListInstances"),
        ("sso list-accounts --access-token t", "/assignment/accounts"),
        ("sso-oidc register-client --client-name c --client-type public", "/client/register"),
    ],
)
def test_the_aws_cli_comes_to_our_endpoint(
    command: str, expected: str, recorder: Recorder, aws_cli: Callable[[str], AwsCli]
) -> None:
    aws_cli(recorder.url).run(*command.split(), environment=KEY, succeeds=False)
    [request] = recorder.seen
    assert expected in request


@pytest.mark.parametrize("path", ["/quiet", "/refused"])
def test_a_page_that_is_whole_leaves_no_problem(path: str, recorder: Recorder, window: Window) -> None:
    window.page.goto(recorder.url + path)
    assert window.problems == []
    assert not window.overflows()


@pytest.mark.parametrize("path", ["/inline-script", "/missing-image"])
def test_a_page_that_is_broken_is_noticed(path: str, recorder: Recorder, desktop: Window) -> None:
    desktop.page.goto(recorder.url + path)
    assert len(desktop.problems) == 1
    desktop.problems.clear()


def test_a_page_that_is_too_wide_is_noticed(recorder: Recorder, window: Window) -> None:
    window.page.goto(recorder.url + "/wide")
    assert window.overflows()
