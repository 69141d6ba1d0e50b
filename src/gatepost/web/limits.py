"""How much of a request is read: sizes are bounded before anything is parsed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final
from urllib.parse import parse_qsl

from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.http import parse_options_header

from gatepost.kit.errors import Invalid
from gatepost.kit.sentences import Sentence

TOO_LARGE: Final = "RequestEntityTooLarge"
HEAD_TOO_LARGE: Final = "RequestHeaderFieldsTooLarge"
NOT_A_FORM: Final = "UnsupportedMediaType"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PART: Final = 65_536
_MOST_DIGITS: Final = 18

Environ = Mapping[str, Any]
Form = ImmutableMultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one kind of request; sizes in bytes."""

    body: int = 1_048_576
    form_body: int = 65_536
    form_fields: int = 200
    form_field: int = 16_384
    target: int = 16_384
    header_fields: int = 100
    header_field: int = 32_768
    headers: int = 65_536


DEFAULT: Final = Limits()


def check_head(environ: Environ, limits: Limits = DEFAULT) -> None:
    """Refuse a request whose target or header fields go past their limits, before its body is touched."""
    target = len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", ""))
    if target > limits.target:
        raise Invalid(Sentence("The address of the request is too long."), reason=HEAD_TOO_LARGE)
    sizes = [len(name) + len(value) for name, value in environ.items() if name.startswith("HTTP_")]
    if len(sizes) > limits.header_fields or max(sizes, default=0) > limits.header_field or sum(sizes) > limits.headers:
        raise Invalid(Sentence("The request has too many or too long header fields."), reason=HEAD_TOO_LARGE)


def read_body(environ: Environ, limit: int = DEFAULT.body) -> bytes:
    """Return the whole body, at most `limit` bytes, whether its length was announced or it comes in chunks.

    A length beyond the limit is refused before a byte is read, and a stream as soon as it goes past it. A server that does
    not end its input (`wsgi.input_terminated`) is asked for the announced length only.
    """
    length = _announced_length(environ)
    if length is not None and length > limit:
        raise _too_large(limit)
    most = limit + 1 if environ.get("wsgi.input_terminated") else length or 0
    body = _read(environ["wsgi.input"], most)
    if len(body) > limit:
        raise _too_large(limit)
    if length is not None and len(body) != length:
        raise Invalid(Sentence("The body ended before the announced length."))
    return body


def read_form(environ: Environ, limits: Limits = DEFAULT) -> Form:
    """Return the fields of an `application/x-www-form-urlencoded` body.

    Invalid for another media type, more or longer fields than allowed, text that is not UTF-8, and control characters
    other than tab and line breaks: no page of ours has a field that takes them.
    """
    media_type, _ = parse_options_header(environ.get("CONTENT_TYPE"))
    if media_type != "application/x-www-form-urlencoded":
        raise Invalid(Sentence("The form must be sent as application/x-www-form-urlencoded."), reason=NOT_A_FORM)
    return parse_form(read_body(environ, limits.form_body), limits)


def parse_form(body: bytes, limits: Limits = DEFAULT) -> Form:
    """Return the fields of a body that is already here; Invalid as `read_form` says."""
    if body.count(b"&") >= limits.form_fields:
        raise Invalid(Sentence("The form has more than %(count)s fields.", count=limits.form_fields), reason=TOO_LARGE)
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeError:
        raise Invalid(Sentence("The form is not valid UTF-8.")) from None
    for name, value in fields:
        _check_field(name, value, limits)
    return ImmutableMultiDict(fields)


def _check_field(name: str, value: str, limits: Limits) -> None:
    if len(name) + len(value) > limits.form_field:
        raise Invalid(Sentence("A field of the form is too long."), reason=TOO_LARGE)
    if _CONTROL.search(name) or _CONTROL.search(value):
        raise Invalid(Sentence("A field of the form contains control characters."))


def _announced_length(environ: Environ) -> int | None:
    """Return the Content-Length; Invalid where it is no number, or stands beside chunks.

    Servers that read such a request differently are how requests are smuggled; RFC 9112 section 6.3 lets one refuse both.
    """
    length = environ.get("CONTENT_LENGTH") or ""
    if not length:
        return None
    if not (length.isascii() and length.isdigit() and len(length) <= _MOST_DIGITS):
        raise Invalid(Sentence("The Content-Length of the request is not a number."))
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise Invalid(Sentence("The request has both a Content-Length and a Transfer-Encoding."))
    return int(length)


def _read(stream: IO[bytes], most: int) -> bytes:
    """Read `most` bytes or to the end: one `read` of a WSGI server may give less than there is."""
    parts: list[bytes] = []
    while most > 0 and (part := stream.read(min(most, _PART))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _too_large(limit: int) -> Invalid:
    return Invalid(Sentence("The body is larger than %(count)s bytes.", count=limit), reason=TOO_LARGE)
