"""A request in the canonical form of Signature Version 4: the bytes that were signed, from the bytes that arrived.

Source: AWS Identity and Access Management User Guide, "Create a signed AWS API request". What is said of Amazon S3 does not apply.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes

from gatepost.web.signing.request import Request

UNSIGNED_PAYLOAD: Final = "UNSIGNED-PAYLOAD"

_UNRESERVED: Final = "-_.~"


def canonical_request(request: Request, signed_headers: tuple[str, ...], payload_hash: str) -> bytes:
    """Return the canonical request; every signed header is there (KeyError)."""
    head = f"{request.method}\n{canonical_path(request.raw_path)}\n{canonical_query(request.raw_query)}\n"
    return b"".join(
        (
            head.encode("ascii"),
            *_canonical_headers(request, signed_headers),
            b"\n",
            ";".join(signed_headers).encode("ascii"),
            b"\n",
            payload_hash.encode("ascii"),
        )
    )


@lru_cache(maxsize=1024)
def canonical_path(raw_path: str) -> str:
    """Return the path without dot segments and doubled slashes (RFC 3986 section 5.2.4), encoded once more."""
    if raw_path in {"", "/"}:
        return "/"
    kept: list[str] = []
    for segment in raw_path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    slash = "/" if raw_path.endswith("/") and kept else ""
    return quote(f"/{'/'.join(kept)}{slash}".encode("latin-1"), safe="/" + _UNRESERVED)


def canonical_query(raw_query: str) -> str:
    """Return the arguments, without the signature itself, decoded, encoded in the one way and sorted by that.

    A plus sign is a blank: so the operation will read it, and what is signed must be what is done.
    """
    if not raw_query:
        return ""
    pairs = (piece.partition("=") for piece in raw_query.split("&") if piece)
    encoded = sorted((_encoded(name), _encoded(value)) for name, _, value in pairs)
    return "&".join(f"{name}={value}" for name, value in encoded if name != "X-Amz-Signature")


def _encoded(text: str) -> str:
    if text.isalnum() and text.isascii():
        return text
    return quote_from_bytes(unquote_to_bytes(text.replace("+", " ").encode("latin-1")), safe=_UNRESERVED)


def _canonical_headers(request: Request, names: Iterable[str]) -> Iterable[bytes]:
    for name in names:
        value = request.header(name)
        if value is None:
            raise KeyError(name)
        # As bytes: of a header's characters only ASCII's blanks are blanks.
        yield b"%b:%b\n" % (name.encode("ascii"), b" ".join(value.encode("latin-1").split()))
