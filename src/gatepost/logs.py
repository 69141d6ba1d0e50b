"""Structured logs: one line an event, as JSON for machines or as text for people."""

import logging
import sys
from contextlib import suppress
from datetime import datetime
from typing import Any, TextIO, cast

import orjson
import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from gatepost.settings import Settings

_LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(settings: Settings) -> FilteringBoundLogger:
    """Set the process's logging up, to standard error, and return its logger."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _escape_control_characters,
            _renderer(settings),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[settings.log_level]),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, _Lines(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    logger: FilteringBoundLogger = structlog.get_logger()
    _take_over(logger)
    return logger


class AccessLog:
    """The line of each request. As JSON it goes past structlog's processors, which cost as much as looking up a token does."""

    def __init__(self, settings: Settings, log: FilteringBoundLogger) -> None:
        self._log = log
        self._is_on = _LEVELS[settings.log_level] <= logging.INFO
        self._lines = _Lines(sys.stderr) if _is_json(settings) else None

    def write(self, now: datetime, *, path: str, **fields: Any) -> None:
        """Tell of one request, answered `now`; `path` is as it was sent."""
        if self._lines is None:
            self._log.info("request", path=path, **fields)
        elif self._is_on:
            fields |= {"path": _printable(path), "event": "request", "level": "info", "timestamp": now}
            self._lines.write(orjson.dumps(fields, option=_LINE).decode())


class _Lines:
    """Standard error, as far as it takes lines: where it is a file on a full disk, requests go on without."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


class _Forwarder(logging.Handler):
    """Brings what libraries log, such as the connection pool, into the same lines."""

    def __init__(self, logger: FilteringBoundLogger) -> None:
        super().__init__(logging.WARNING)
        self._logger = logger

    def emit(self, record: logging.LogRecord) -> None:
        self._logger.log(record.levelno, "library", name=record.name, message=record.getMessage())


def _take_over(logger: FilteringBoundLogger) -> None:
    root = logging.getLogger()
    for earlier in [handler for handler in root.handlers if isinstance(handler, _Forwarder)]:
        root.removeHandler(earlier)
    root.addHandler(_Forwarder(logger))


def _renderer(settings: Settings) -> Processor:
    if _is_json(settings):
        return structlog.processors.JSONRenderer(serializer=_dumps)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _is_json(settings: Settings) -> bool:
    """Say whether machines read the log; unless a setting tells, they do where it goes to no terminal."""
    return settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())


def _dumps(event: EventDict, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()


def _escape_control_characters(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Keep input from forging a line: CR, LF and other control characters become escapes.

    Only a traceback spans lines, each set in: what it quotes of the input does not begin a line either.
    """
    for key, value in event.items():
        if isinstance(value, str) and not value.isprintable():
            lines = value.split("\n") if key == "exception" else [value]
            event[key] = "\n    ".join(map(_printable, lines))
    return event


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
