"""Pictures of 3 by 2 pixels as Chromium wrote them, in each kind that is taken, and PNGs of any size."""

import base64
import struct
import zlib
from typing import Final

JPEG: Final = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19i"
    "Z2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2NjY2NjY2P/wAARCAACAAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QA"
    "FQEBAQAAAAAAAAAAAAAAAAAAAgX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCEASW//9k="
)
WEBP_LOSSY: Final = base64.b64decode("UklGRi4AAABXRUJQVlA4ICIAAABwAQCdASoDAAIAAsBMJaACdAFAAAD+7vxRgfub9Cvrav4A")
WEBP_LOSSLESS: Final = base64.b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAfQsTIUqv+BiOh/AAA=")
WEBP_EXTENDED: Final = base64.b64decode(
    "UklGRlAAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAAgICAgICAAFZQOCAiAAAAcAEAnQEqAwACAALATCWgAnQBQAAA/u78UYH7m/Qr62r+AA=="
)


def png(width: int = 3, height: int = 2) -> bytes:
    """Return a PNG of one colour."""
    rows = (b"\x00" + b"\x0c\x63\x50" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def uri(kind: str, picture: bytes) -> str:
    """Return a `data:` URI that says that a picture is of a kind, whether it is or not."""
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


PNG: Final = png()
