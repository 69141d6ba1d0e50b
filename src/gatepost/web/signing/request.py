"""An HTTP request as it came, undecoded where its signature needs it so."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote

from gatepost.kit.errors import Invalid

MAX_PARAMETERS = 2000


class Request:
    """What the client sent, undecoded where the signature needs it so.

    `raw_path` and `raw_query` are percent-encoded; header values are latin-1 text as in PEP 3333. `headers` has lower-case names in
    which `_` counts as `-`, because WSGI cannot tell `x-amz-sso_bearer_token` from `x-amz-sso-bearer-token`; values of one name are
    joined with a comma.
    """

    __slots__ = ("_arguments", "_form", "body", "headers", "method", "raw_path", "raw_query")

    def __init__(
        self, method: str, raw_path: str, raw_query: str, headers: Iterable[tuple[str, str]], body: bytes = b""
    ) -> None:
        self.method = method
        self.raw_path = raw_path
        self.raw_query = raw_query
        self.headers: Mapping[str, str] = _joined(headers)
        self.body = body
        self._arguments: Mapping[str, str] | None = None
        self._form: Mapping[str, str] | None = None

    @classmethod
    def from_wsgi(cls, environ: Mapping[str, Any], body: bytes) -> "Request":
        """Return the request of a WSGI environment, whose body the caller has read."""
        return cls(
            environ["REQUEST_METHOD"], _raw_path(environ), environ.get("QUERY_STRING", ""), _fields(environ), body
        )

    def header(self, name: str) -> str | None:
        """Return a header's value, the name's case not counting."""
        return self.headers.get(fold_header_name(name))

    @property
    def arguments(self) -> Mapping[str, str]:
        """The query string, decoded; Invalid (MalformedQueryString) if it cannot be."""
        if self._arguments is None:
            self._arguments = _parameters(self.raw_query)
        return self._arguments

    @property
    def form(self) -> Mapping[str, str]:
        """The parameters of a query-protocol request: those of the query string and of a form body together."""
        if self._form is None:
            self._form = self._merged()
        return self._form

    def _merged(self) -> Mapping[str, str]:
        try:
            fields = _parameters(self.body.decode("utf-8"))
        except UnicodeDecodeError:
            raise _malformed("it is not UTF-8") from None
        if fields.keys() & self.arguments.keys():
            raise _malformed("a parameter is there twice")
        return {**self.arguments, **fields}


def fold_header_name(name: str) -> str:
    """Return a header's name as `Request.headers` has it."""
    return name.lower().replace("_", "-")


def _parameters(text: str) -> Mapping[str, str]:
    if not text:
        return {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except UnicodeDecodeError:
        raise _malformed("it is not UTF-8") from None
    except ValueError:
        raise _malformed(f"it has more than {MAX_PARAMETERS} parameters") from None
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise _malformed("a parameter is there twice")
    return parameters


def _malformed(cause: str) -> Invalid:
    return Invalid(f"The query string or form is malformed: {cause}.", reason="MalformedQueryString")


def _joined(headers: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        folded = fold_header_name(name)
        trimmed = value.strip(" \t")
        joined[folded] = f"{joined[folded]},{trimmed}" if folded in joined else trimmed
    return joined


def _fields(environ: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            yield key[5:], value
    for key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if value := environ.get(key):
            yield key, value


def _raw_path(environ: Mapping[str, Any]) -> str:
    """Return the path as it was sent, or, of a server that keeps only the decoded one (Granian), its usual spelling.

    That spelling encodes all but the unreserved characters of RFC 3986 and the slash, as the SDKs do. What it cannot tell is
    `%2F` from `/`, so nothing that is signed here may have a slash inside a path segment.
    """
    raw: str | None = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw and raw.startswith("/"):
        return raw.partition("?")[0]
    path: str = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return quote(path.encode("latin-1"), safe="/-_.~")
