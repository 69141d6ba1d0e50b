"""The load generator against an HTTP server of the standard library."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench import http
from bench.load import Script, Sequel, WrongAnswer, again, drive, each


class Echo(BaseHTTPRequestHandler):
    """Answers a POST with its body; with 404, or closing the connection, where the path says so."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(404 if self.path == "/missing" else 200)
        if self.path == "/once":
            self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_each_request_is_sent_once_and_shared_out_between_connections(port: int) -> None:
    requests = iter([http.post("/", b"x" * size, http.JSON) for size in range(1, 21)])
    figure = drive(port, [each(requests) for _ in range(4)], seconds=30)
    assert figure.count == 20


def test_a_script_is_given_each_answer(port: int) -> None:
    seen: list[bytes] = []

    def chain() -> Script:
        answer = b"a"
        for _ in range(3):
            answer = yield http.post("/", answer + b"b", http.JSON)
            seen.append(answer)

    assert drive(port, [chain()], seconds=30).count == 3
    assert seen == [b"ab", b"abb", b"abbb"]


def test_a_request_and_its_sequels_count_as_one(port: int) -> None:
    seen: list[bytes] = []

    def asked_twice() -> Script:
        for number in (b"1", b"2"):
            seen.append((yield http.post("/", number, http.JSON)))
            seen.append((yield Sequel(http.post("/", number + b"again", http.JSON))))

    assert drive(port, [asked_twice()], seconds=30).count == 2
    assert seen == [b"1", b"1again", b"2", b"2again"]


def test_a_connection_that_the_server_closes_is_opened_anew(port: int) -> None:
    requests = [http.post("/once", b"x", http.JSON)] * 5
    assert drive(port, [each(requests), each(requests)], seconds=30).count == 10


def test_a_run_ends_after_so_many_answers(port: int) -> None:
    assert drive(port, [again([http.post("/", b"again", http.JSON)])], seconds=30, at_most=5).count == 5


def test_any_other_status_ends_the_run(port: int) -> None:
    with pytest.raises(WrongAnswer, match="404 instead of 200: nothing"):
        drive(port, [again([http.post("/missing", b"nothing", http.JSON)])], seconds=30)


@pytest.mark.parametrize(
    ("received", "body"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-le", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", None),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nA: b\r\n\r\nabcd", b"abcd"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", b""),
    ],
)
def test_an_answer_is_read_to_its_announced_end(received: bytes, body: bytes | None) -> None:
    assert http.body_of(received) == body


def test_an_answer_without_a_length_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="without Content-Length"):
        http.body_of(b"HTTP/1.1 200 OK\r\n\r\n")
