"""The kinds of value that condition operators compare: numbers, dates, addresses, bytes; None for text that is none."""

import binascii
import ipaddress
import re
from base64 import b64decode
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})", re.ASCII)
_EPOCH = re.compile(r"-?\d{1,19}", re.ASCII)
_LATEST = 2**63 - 1
# W3C, "Date and Time Formats" (NOTE-datetime), each part optional from the right, as leniently as IAM takes it.
_DATE = re.compile(
    r"(?P<year>\d{1,4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?"
    r"(?:[Tt](?:(?P<hour>\d\d?)(?::(?P<minute>\d\d?)(?::(?P<second>\d\d?)(?:\.(?P<fraction>\d{1,9}))?)?)?)?"
    r"(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)


def number(text: str) -> Decimal | None:
    """Parse an integer or decimal number."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=1024)
def date(text: str) -> Decimal | None:
    """Parse a date as seconds since 1970: digits alone are such seconds already, else one of the W3C's ISO 8601 forms.

    A time without a zone is UTC.
    """
    if _EPOCH.fullmatch(text):
        return Decimal(text) if int(text) <= _LATEST else None
    match = _DATE.fullmatch(text)
    return _instant(match) if match else None


@lru_cache(maxsize=1024)
def address(text: str) -> Address | None:
    """Parse an IPv4 or IPv6 address; one of IPv4 that is written as IPv6 (`::ffff:…`) is of IPv4."""
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed


def network(text: str) -> Network | None:
    """Parse an address range in CIDR form; an address alone is a range of one."""
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def binary(text: str) -> bytes | None:
    """Parse base64."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def boolean(text: str) -> bool | None:
    """Parse `true` or `false`, in any case."""
    return {"true": True, "false": False}.get(text.lower())


def _instant(match: re.Match[str]) -> Decimal | None:
    try:
        moment = datetime(
            int(match["year"]),
            int(match["month"] or 1),
            int(match["day"] or 1),
            int(match["hour"] or 0),
            int(match["minute"] or 0),
            int(match["second"] or 0),
            tzinfo=_zone(match["zone"]),
        )
    except ValueError:
        return None
    seconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    return Decimal(f"{seconds}") + Decimal(f"0.{match['fraction'] or 0}")


def _zone(zone: str | None) -> timezone:
    if zone is None or zone in "Zz":
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].removeprefix(":") or 0))
    return timezone(-offset if zone[0] == "-" else offset)
