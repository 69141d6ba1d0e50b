"""Requests that are too large, badly framed or no form are refused before they cost anything."""

import io
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatepost.kit.errors import Invalid
from gatepost.web.limits import (
    HEAD_TOO_LARGE,
    NOT_A_FORM,
    TOO_LARGE,
    Limits,
    check_head,
    parse_form,
    read_body,
    read_form,
)

FORM = "application/x-www-form-urlencoded"


class Endless(io.RawIOBase):
    """A body in chunks that never ends, and counts what was taken of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        buffer[:] = b"a" * len(buffer)
        self.taken += len(buffer)
        return len(buffer)


class Untouched(io.RawIOBase):
    """A body that must not be read."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        raise AssertionError("the body was read")


def environ(body: bytes | io.RawIOBase, **more: Any) -> dict[str, Any]:
    """A request as Granian hands it over: its input ends where the body ends, announced or in chunks."""
    stream = io.BytesIO(body) if isinstance(body, bytes) else body
    return {"wsgi.input": stream, "wsgi.input_terminated": True, "CONTENT_TYPE": FORM, **more}


def refused(reason: str | None, call: Any, *arguments: Any) -> None:
    with pytest.raises(Invalid) as caught:
        call(*arguments)
    assert caught.value.reason == reason


def test_a_body_up_to_the_limit_is_read() -> None:
    assert read_body(environ(b"x" * 100, CONTENT_LENGTH="100"), 100) == b"x" * 100
    assert read_body(environ(b"x" * 100, HTTP_TRANSFER_ENCODING="chunked"), 100) == b"x" * 100


def test_an_announced_length_over_the_limit_is_refused_unread() -> None:
    refused(TOO_LARGE, read_body, environ(Untouched(), CONTENT_LENGTH="101"), 100)


def test_a_stream_of_chunks_is_refused_as_soon_as_it_passes_the_limit() -> None:
    endless = Endless()
    refused(TOO_LARGE, read_body, environ(endless, HTTP_TRANSFER_ENCODING="chunked"), 100)
    assert endless.taken < 100_000


def test_a_server_that_does_not_end_its_input_is_asked_for_the_announced_length_only() -> None:
    request = {"wsgi.input": io.BytesIO(b"first=1&GET / HTTP/1.1"), "CONTENT_LENGTH": "7", "CONTENT_TYPE": FORM}
    assert read_body(request) == b"first=1"
    assert read_body({"wsgi.input": io.BytesIO(b"no length")}) == b""


@pytest.mark.parametrize("length", ["-1", "+5", "5 ", "1e3", "0x10", "٥", "5,5", "five"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    refused(None, read_body, environ(Untouched(), CONTENT_LENGTH=length))


def test_a_length_beside_chunks_is_refused() -> None:
    refused(None, read_body, environ(Untouched(), CONTENT_LENGTH="5", HTTP_TRANSFER_ENCODING="chunked"))


def test_a_body_that_ends_too_early_is_refused() -> None:
    refused(None, read_body, {"wsgi.input": io.BytesIO(b"abc"), "CONTENT_LENGTH": "10"})


def test_the_head_is_bounded() -> None:
    check_head({"PATH_INFO": "/", "QUERY_STRING": "a=1", "HTTP_HOST": "localhost"})
    refused(HEAD_TOO_LARGE, check_head, {"PATH_INFO": "/" + "a" * 20_000})
    refused(HEAD_TOO_LARGE, check_head, {"PATH_INFO": "/", "HTTP_COOKIE": "a" * 40_000})
    refused(HEAD_TOO_LARGE, check_head, {"PATH_INFO": "/"} | {f"HTTP_X_{n}": "1" for n in range(101)})
    refused(HEAD_TOO_LARGE, check_head, {"PATH_INFO": "/"} | {f"HTTP_X_{n}": "1" * 20_000 for n in range(4)})


def test_a_form_keeps_blanks_repeats_and_every_script() -> None:
    form = read_form(environ(b"name=Jos%C3%A9+%E2%98%83&empty=&role=a&role=b"))
    assert form["name"] == "José ☃"
    assert form["empty"] == ""
    assert form.getlist("role") == ["a", "b"]


@pytest.mark.parametrize("media_type", ["", "application/json", "multipart/form-data; boundary=x", "text/plain"])
def test_another_media_type_is_no_form(media_type: str) -> None:
    refused(NOT_A_FORM, read_form, environ(Untouched(), CONTENT_TYPE=media_type))


def test_the_media_type_may_carry_a_charset() -> None:
    assert read_form(environ(b"a=1", CONTENT_TYPE=f"{FORM}; charset=UTF-8"))["a"] == "1"


@pytest.mark.parametrize("body", [b"a=%00", b"a=%1b%5B2J", b"a%0b=1", b"a=%ff", b"a=%c3", b"a=\xff", b"a=%ed%a0%80"])
def test_control_characters_and_broken_utf8_are_refused(body: bytes) -> None:
    refused(None, parse_form, body)


def test_forms_are_bounded() -> None:
    limits = Limits(form_body=1_000, form_fields=3, form_field=20)
    assert len(parse_form(b"a=1&b=2&c=3", limits)) == 3
    refused(TOO_LARGE, parse_form, b"a=1&b=2&c=3&d=4", limits)
    refused(TOO_LARGE, parse_form, b"&" * 1_000, limits)
    refused(TOO_LARGE, parse_form, b"a=" + b"1" * 20, limits)
    refused(TOO_LARGE, read_form, environ(b"a=" + b"1" * 1_000), limits)


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_what_a_browser_encodes_is_read_back_or_refused(fields: dict[str, str]) -> None:
    control = any(ord(c) < 32 and c not in "\t\r\n" for text in [*fields, *fields.values()] for c in text)
    body = urlencode(fields).encode()
    if control:
        refused(None, parse_form, body)
    else:
        assert parse_form(body).to_dict() == fields
