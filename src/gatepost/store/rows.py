"""From a frozen dataclass to the values of its row: where both have the same names, nobody writes them out again."""

from collections.abc import Hashable
from dataclasses import fields
from functools import lru_cache
from typing import Any, cast


def values(record: Any, **others: Any) -> dict[str, Any]:
    """Return a dataclass's fields by name, as an INSERT takes them, with `others` beside them."""
    return {name: getattr(record, name) for name in _names(type(record))} | others


@lru_cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cast(Any, kind)))
