"""The style sheets, scripts, fonts and pictures of the pages, under URLs that change when one of them does."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Final

from werkzeug.http import quote_etag
from werkzeug.wrappers import Request, Response

from gatepost.kit.errors import NotFound
from gatepost.web import headers

PREFIX: Final = "/static"
_FOREVER = "public, max-age=31536000, immutable"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_COMPRESSED_ALREADY = {".png", ".woff2"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, and the same gzipped where that is worth it."""

    content_type: str
    etag: str
    plain: bytes
    gzipped: bytes | None


class StaticFiles:
    """The files of the package, read once and answered from memory; no name reaches the file system.

    One fingerprint over all of them stands in their URLs, and not one for each: so a style sheet can import another and a
    module its neighbour by a relative name, and no file is rewritten to be served.
    """

    def __init__(self, contents: dict[str, bytes]) -> None:
        self._assets = {name: _asset(name, content) for name, content in contents.items()}
        digest = sha256("".join(f"{name}\n{asset.etag}\n" for name, asset in sorted(self._assets.items())).encode())
        self.fingerprint: Final = digest.hexdigest()[:16]

    @classmethod
    @cache  # they do not change while a process runs, and compressing them takes time
    def of_package(cls) -> "StaticFiles":
        """Read the files that come with Gatepost."""
        return cls(dict(_walk(files("gatepost.web") / "static")))

    def url(self, name: str) -> str:
        """Return the path under which `name` is served; a name that is not there is an error of ours."""
        if name not in self._assets:
            raise LookupError(f"there is no static file {name!r}")
        return f"{PREFIX}/{self.fingerprint}/{name}"

    def respond(self, request: Request, fingerprint: str, name: str) -> Response:
        """Answer with a file; NotFound for a name that is none of them.

        During an upgrade a page of one version may ask the other version's server: it gets that one's file, not to be kept.
        """
        asset = self._assets.get(name)
        if asset is None:
            raise NotFound("There is no such file.")
        response = _response(asset, gzip_accepted=_accepts_gzip(request))
        response.headers["Cache-Control"] = _FOREVER if fingerprint == self.fingerprint else "no-cache"
        return response.make_conditional(request)


def _response(asset: Asset, *, gzip_accepted: bool) -> Response:
    zipped = asset.gzipped if gzip_accepted else None
    response = Response(asset.plain if zipped is None else zipped, content_type=asset.content_type)
    if asset.gzipped is not None:
        response.headers["Vary"] = "Accept-Encoding"
    if zipped is not None:
        response.headers["Content-Encoding"] = "gzip"
    # Two encodings are two representations, with an entity tag each (RFC 9110 section 8.8.3).
    response.headers["ETag"] = quote_etag(asset.etag + ("-gzip" if zipped is not None else ""))
    return headers.secure_file(response)


def _accepts_gzip(request: Request) -> bool:
    return request.accept_encodings["gzip"] > 0


def _asset(name: str, content: bytes) -> Asset:
    suffix = PurePosixPath(name).suffix
    zipped = None if suffix in _COMPRESSED_ALREADY else gzip.compress(content, mtime=0)
    worth_it = zipped if zipped is not None and len(zipped) < len(content) else None
    return Asset(_TYPES[suffix], sha256(content).hexdigest()[:16], content, worth_it)


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif PurePosixPath(entry.name).suffix in _TYPES:
            yield prefix + entry.name, entry.read_bytes()
