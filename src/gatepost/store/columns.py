"""Column types that mean the same on both databases, and the one collection of tables."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import BigInteger, Dialect, MetaData, SmallInteger, String, Text, TypeDecorator

__all__ = ["Flag", "Instant", "Json", "Name", "Names", "Text", "metadata"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every table of every concept; `core/<concept>/store.py` adds its own."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as whole microseconds since the epoch: it sorts and compares as a number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuse a naive datetime by failing to subtract it."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give the instant back, aware."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Flag(TypeDecorator[bool]):
    """True or false, kept as 1 or 0."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Store a truth value as a number."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Give the truth value back."""
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """A JSON document, kept as text: read and written whole, never queried into."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write compact JSON."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Parse the document."""
        return None if value is None else orjson.loads(value)


class Names(TypeDecorator[tuple[str, ...]]):
    """A short tuple of texts, kept as a JSON array and read and written whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write compact JSON."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Give the tuple back."""
        return None if value is None else tuple(orjson.loads(value))


def Name(length: int = 128) -> String:  # noqa: N802 - it stands where a column type stands
    """Return a bounded text column that sorts by code point on both databases.

    PostgreSQL would otherwise sort by the cluster's locale, and key-set paging needs one order everywhere.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")
