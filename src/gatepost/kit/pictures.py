"""Pictures that people bring: of kinds that can hold no script, kept as `data:` URIs, bounded in bytes and in pixels."""

import base64
import binascii
import re
from typing import Final

from gatepost.kit.errors import Invalid

LARGEST_BYTES: Final = 100_000
LARGEST_SIDE: Final = 2048
"""Pixels: a small file can hold a picture that takes a browser gigabytes to draw."""
LONGEST_URI: Final = LARGEST_BYTES * 4 // 3 + 64
DESCRIPTION: Final = (
    f"A `data:` URI of a PNG, JPEG or WebP picture of at most {LARGEST_BYTES} bytes and {LARGEST_SIDE} pixels a side,"
    " best a square one."
)

_URI: Final = re.compile(r"data:image/(?P<kind>png|jpeg|webp);base64,(?P<data>[A-Za-z0-9+/]+=*)")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG's markers that begin a frame, and with it say its size (ITU-T T.81 table B.1)."""


def data_uri(picture: bytes) -> str:
    """Return a picture as it is kept; Invalid for what `check` would not let pass."""
    kind = _kind(picture)
    if kind is None:
        raise Invalid("A logo is a PNG, JPEG or WebP picture. SVG can hold a script, and is not taken.")
    uri = f"data:image/{kind};base64,{base64.b64encode(picture).decode('ascii')}"
    check(uri)
    return uri


def picture_of(uri: str) -> tuple[str, bytes]:
    """Return media type and bytes of a picture that `check` let pass."""
    head, _, data = uri.partition(",")
    return head.removeprefix("data:").removesuffix(";base64"), base64.b64decode(data)


def check(uri: str) -> None:
    """Raise Invalid unless this is a `data:` URI of a picture of a kind that can hold no script, which SVG can."""
    match = _URI.fullmatch(uri)
    if match is None:
        raise Invalid("A logo is a data: URI of a PNG, JPEG or WebP picture, in base64.")
    try:
        picture = base64.b64decode(match["data"], validate=True)
    except binascii.Error:
        raise Invalid("The logo is not base64.") from None
    if len(picture) > LARGEST_BYTES:
        raise Invalid(f"A logo has at most {LARGEST_BYTES} bytes.")
    if _kind(picture) != match["kind"]:
        raise Invalid("The logo is not a picture of the kind that it says.")
    _check_size(_size(match["kind"], picture))


def _check_size(size: tuple[int, int] | None) -> None:
    if size is None or 0 in size:
        raise Invalid("The logo is damaged: it does not say how large it is.")
    if max(size) > LARGEST_SIDE:
        raise Invalid(f"A logo has at most {LARGEST_SIDE} pixels a side, and this one has {size[0]} by {size[1]}.")


def _kind(picture: bytes) -> str | None:
    if picture.startswith(_PNG):
        return "png"
    if picture.startswith(_JPEG):
        return "jpeg"
    return "webp" if picture.startswith(b"RIFF") and picture[8:12] == b"WEBP" else None


def _size(kind: str, picture: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels as the picture's head says; None where it says nothing."""
    if kind == "png":
        # The first chunk is IHDR, which begins with both (PNG, third edition, section 11.2.1).
        return _pair(picture[16:24]) if picture[12:16] == b"IHDR" and len(picture) >= 24 else None
    return _size_of_jpeg(picture) if kind == "jpeg" else _size_of_webp(picture)


def _pair(eight: bytes) -> tuple[int, int]:
    return int.from_bytes(eight[:4], "big"), int.from_bytes(eight[4:], "big")


def _size_of_jpeg(picture: bytes) -> tuple[int, int] | None:
    """Walk from segment to segment to the first frame: marker, length, then precision, height and width (T.81 B.2.2)."""
    at = 2
    while at + 9 <= len(picture) and picture[at] == 0xFF:
        if picture[at + 1] in _FRAMES:
            height, width = picture[at + 5 : at + 7], picture[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    return None


def _size_of_webp(picture: bytes) -> tuple[int, int] | None:
    """Read the first chunk, of one of three kinds (RFC 9649 sections 2.5 to 2.7 and 3.4)."""
    kind, head = picture[12:16], picture[20:30]
    if len(head) < 10:
        return None
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L" and head[0] == 0x2F:
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    return None
