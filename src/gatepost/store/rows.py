"""From a frozen dataclass to the values of its row: where both have the same names, nobody writes them out again."""

from typing import Any


def values(record: Any) -> dict[str, Any]:
    """Return a dataclass's fields by name, as an INSERT takes them."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
