"""The line that each request leaves in the log."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from gatepost import logs
from gatepost.logs import AccessLog
from gatepost.settings import Settings

NOW = datetime(2026, 6, 1, 12, 0, 0, 250_000, tzinfo=UTC)


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def write(path: str, **settings: str) -> str:
        chosen = Settings(**settings)  # type: ignore[arg-type]
        AccessLog(chosen, logs.configure(chosen)).write(NOW, request_id="r-1", method="GET", path=path, status=200)
        return capsys.readouterr().err

    return write


def test_as_json_it_is_one_object(logged: Callable[..., str]) -> None:
    assert json.loads(logged("/portal", log_format="json")) == {
        "event": "request",
        "level": "info",
        "timestamp": "2026-06-01T12:00:00.250000Z",
        "request_id": "r-1",
        "method": "GET",
        "path": "/portal",
        "status": 200,
    }


def test_where_no_terminal_is_it_is_json_unless_text_is_asked_for(logged: Callable[..., str]) -> None:
    assert json.loads(logged("/portal"))["path"] == "/portal"
    line = logged("/portal", log_format="text")
    assert "request" in line
    assert not line.startswith("{")


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_path_cannot_begin_another_line(logged: Callable[..., str], form: str) -> None:
    line = logged("/a\r\nevent: forged\u2028\x85", log_format=form)
    assert line.count("\n") == 1
    assert line.rstrip("\n").isprintable()


def test_a_log_of_errors_has_no_requests(logged: Callable[..., str]) -> None:
    assert logged("/portal", log_level="warning", log_format="json") == ""
