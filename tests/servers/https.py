"""A web server of a test's own, by https, whose certificate Gatepost trusts."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.servers.certificates import Certificate


class Handler(BaseHTTPRequestHandler):
    """Answers GET and POST by `respond`, and writes no log."""

    def respond(self) -> None:
        """Read the request and answer it."""
        raise NotImplementedError

    def do_GET(self) -> None:
        self.respond()

    def do_POST(self) -> None:
        self.respond()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send an answer; header fields as `Location=…`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running(certificate: Certificate, handler: type[Handler], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve on a free port of this machine, and trust the certificate meanwhile; gives the origin."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.authority))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
