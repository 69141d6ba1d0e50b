"""Signature Version 4, as AWS's services verify it: in the Authorization header, or in the query string of a presigned URL.

Source: AWS Identity and Access Management User Guide, "Create a signed AWS API request" and "Elements of an AWS API request
signature"; the sentences are those of AWS's services.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Final

from gatepost.kit.errors import Unauthenticated
from gatepost.kit.secret import Secret
from gatepost.web.signing.canonical import UNSIGNED_PAYLOAD, canonical_request
from gatepost.web.signing.request import Request, fold_header_name

ALGORITHM: Final = "AWS4-HMAC-SHA256"
TERMINATOR: Final = "aws4_request"
MAX_SKEW: Final = timedelta(minutes=15)
MAX_EXPIRES_SECONDS: Final = 7 * 24 * 60 * 60

_TIME: Final = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z", re.ASCII)
_HEADER_NAMES: Final = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+(;[!#$%&'*+.^_`|~0-9a-z-]+)*")
_CREDENTIAL: Final = re.compile(r"(\w{1,128})/(\d{8})/([\w-]{1,64})/([\w-]{1,64})/(\w{1,32})", re.ASCII)
_HEX_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_EXPIRES: Final = re.compile(r"[0-9]{1,7}")
_FIELDS: Final = ("Credential", "Signature", "SignedHeaders")

_MAX_KEYS: Final = 4096
_keys: dict[tuple[bytes, str, str, str], bytes] = {}


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was sent, not yet believed.

    `date`, `region` and `service` are its scope: it counts for that day, Region and service. `expires_seconds` is there in a
    presigned URL only.
    """

    request: Request
    access_key_id: str
    date: str
    region: str
    service: str
    signed_at: datetime
    signed_headers: tuple[str, ...]
    session_token: Secret | None
    hex_digest: str
    expires_seconds: int | None = None

    def verify(self, secret: Secret, now: datetime) -> None:
        """Raise Unauthenticated unless the request was signed with `secret`, is as it was signed, and is not stale.

        The reason is RequestExpired or SignatureDoesNotMatch.
        """
        self._check_time(now)
        self._check_signed_headers()
        wanted = hmac.digest(self._signing_key(secret), self._string_to_sign(), "sha256").hex()
        if not hmac.compare_digest(wanted, self.hex_digest):
            raise mismatch(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                "Access Key and signing method. Consult the service documentation for details."
            )

    def require_service(self, name: str) -> None:
        """Raise Unauthenticated if the signature is for another service."""
        if self.service != name:
            raise mismatch(f"Credential should be scoped to correct service: '{name}'.")

    def _check_time(self, now: datetime) -> None:
        age = now - self.signed_at
        lifetime = MAX_SKEW if self.expires_seconds is None else timedelta(seconds=self.expires_seconds)
        if age > lifetime:
            raise _expired("Signature expired", self.signed_at, "is now earlier than", now - lifetime)
        if age < -MAX_SKEW:
            raise _expired("Signature not yet current", self.signed_at, "is still later than", now + MAX_SKEW)

    def _check_signed_headers(self) -> None:
        signed = {fold_header_name(name) for name in self.signed_headers}
        if "host" not in signed:
            raise mismatch("'Host' must be a 'SignedHeader' in the AWS Authorization.")
        for name in self.request.headers:
            if name.startswith("x-amz-") and name not in signed:
                raise mismatch(f"'{name[:64]}' must be a 'SignedHeader' in the AWS Authorization.")
        if absent := signed - self.request.headers.keys():
            raise mismatch(f"'{min(absent)[:64]}' is a 'SignedHeader' and is not in the request.")

    def _string_to_sign(self) -> bytes:
        canonical = canonical_request(self.request, self.signed_headers, self._payload_hash())
        scope = f"{self.date}/{self.region}/{self.service}/{TERMINATOR}"
        digest = sha256(canonical).hexdigest()
        return f"{ALGORITHM}\n{_written(self.signed_at)}\n{scope}\n{digest}".encode("ascii")

    def _payload_hash(self) -> str:
        """Return the digest of the body, which is what was announced if anything was.

        A presigned URL may leave its payload open, but nothing is read from a payload that nobody signed: it must be empty.
        """
        announced = self.request.header("x-amz-content-sha256")
        if announced == UNSIGNED_PAYLOAD and self.expires_seconds is not None and not self.request.body:
            return UNSIGNED_PAYLOAD
        digest = sha256(self.request.body).hexdigest()
        if announced is not None and announced != digest:
            raise mismatch("The provided 'x-amz-content-sha256' header does not match what was computed.")
        return digest

    def _signing_key(self, secret: Secret) -> bytes:
        known = (secret.digest(), self.date, self.region, self.service)
        if (key := _keys.get(known)) is None:
            if len(_keys) >= _MAX_KEYS:
                _keys.clear()
            key = _keys[known] = signing_key(secret, self.date, self.region, self.service)
        return key


def parse(request: Request) -> Signature | None:
    """Return the signature of a request, or None if it has none.

    A signature that cannot be read is Unauthenticated with the reason IncompleteSignature.
    """
    authorization = request.header("authorization") or ""
    is_presigned = "X-Amz-Algorithm=" in request.raw_query
    if not authorization.startswith("AWS4-"):
        return _from_query(request) if is_presigned else None
    if is_presigned:
        raise incomplete("A request is signed in its Authorization header or in its query string, not in both.")
    return _from_header(request, authorization)


def signing_key(secret: Secret, date: str, region: str, service: str) -> bytes:
    """Derive the key of one day, Region and service."""
    key = b"AWS4" + secret.reveal().encode("utf-8", "surrogatepass")
    for part in (date, region, service, TERMINATOR):
        key = hmac.digest(key, part.encode("ascii"), "sha256")
    return key


def incomplete(sentence: str) -> Unauthenticated:
    """Return the problem of a signature that cannot be read."""
    return Unauthenticated(sentence, reason="IncompleteSignature")


def mismatch(sentence: str) -> Unauthenticated:
    """Return the problem of a signature that is not the request's."""
    return Unauthenticated(sentence, reason="SignatureDoesNotMatch")


def _from_header(request: Request, authorization: str) -> Signature:
    algorithm, _, rest = authorization.partition(" ")
    pairs = (field.strip().partition("=") for field in rest.split(","))
    fields = {name: value for name, _, value in pairs}
    missing = [f"Authorization header requires '{name}' parameter." for name in _FIELDS if not fields.get(name)]
    sent = request.header("x-amz-date") or request.header("date")
    if not sent:
        missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    if algorithm != ALGORITHM:
        missing = [f"Unsupported AWS 'algorithm': it must be '{ALGORITHM}'."]
    if missing or not sent:
        raise incomplete(" ".join(missing))
    return _signature(request, fields, sent, request.header("x-amz-security-token"))


def _from_query(request: Request) -> Signature:
    arguments = request.arguments
    if arguments.get("X-Amz-Algorithm") != ALGORITHM:
        raise incomplete(f"Unsupported AWS 'algorithm': it must be '{ALGORITHM}'.")
    names = ("X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature", "X-Amz-SignedHeaders")
    if missing := [name for name in names if not arguments.get(name)]:
        raise incomplete(" ".join(f"AWS query-string parameters must include '{name}'." for name in missing))
    fields = {name: arguments[f"X-Amz-{name}"] for name in _FIELDS}
    token = arguments.get("X-Amz-Security-Token")
    expires = _expires(arguments["X-Amz-Expires"])
    return _signature(request, fields, arguments["X-Amz-Date"], token, expires)


def _signature(
    request: Request, fields: Mapping[str, str], sent: str, token: str | None, expires_seconds: int | None = None
) -> Signature:
    credential = _CREDENTIAL.fullmatch(fields["Credential"])
    if credential is None:
        example = "keyid/date/region/service/term"
        raise incomplete(f"Credential must have exactly 5 slash-delimited elements, e.g. {example}.")
    access_key_id, date, region, service, terminator = credential.groups()
    if terminator != TERMINATOR:
        raise mismatch(f"Credential should be scoped with a valid terminator: '{TERMINATOR}'.")
    if not _HEADER_NAMES.fullmatch(fields["SignedHeaders"]) or not _HEX_DIGEST.fullmatch(fields["Signature"]):
        raise incomplete("'SignedHeaders' must be lower-case names and 'Signature' 64 hexadecimal digits.")
    signed_at = _time(sent)
    if date != f"{signed_at:%Y%m%d}":
        raise mismatch(f"Date in Credential scope does not match YYYYMMDD from the date of the request: '{date}'.")
    return Signature(
        request=request,
        access_key_id=access_key_id,
        date=date,
        region=region,
        service=service,
        signed_at=signed_at,
        signed_headers=tuple(fields["SignedHeaders"].split(";")),
        session_token=Secret(token) if token else None,
        hex_digest=fields["Signature"],
        expires_seconds=expires_seconds,
    )


def _time(sent: str) -> datetime:
    """Read ISO 8601's basic form, or the HTTP date that a `Date` header may have instead (RFC 9110 section 5.6.7)."""
    try:
        if match := _TIME.fullmatch(sent):
            return datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[arg-type,misc]
        return parsedate_to_datetime(sent).astimezone(UTC)
    except (ValueError, OverflowError):
        raise incomplete("Date must be in ISO-8601 'basic format'.") from None


def _expires(seconds: str) -> int:
    if not _EXPIRES.fullmatch(seconds) or not 1 <= int(seconds) <= MAX_EXPIRES_SECONDS:
        raise incomplete(f"X-Amz-Expires must be a number of seconds from 1 to {MAX_EXPIRES_SECONDS}.")
    return int(seconds)


def _written(instant: datetime) -> str:
    return f"{instant:%Y%m%dT%H%M%SZ}"


def _expired(cause: str, signed_at: datetime, relation: str, bound: datetime) -> Unauthenticated:
    return Unauthenticated(f"{cause}: {_written(signed_at)} {relation} {_written(bound)}", reason="RequestExpired")
