"""Whether a document fits a filter: for what no index answers, and to choose among an attribute's values in PATCH."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from gatepost.core.directory.model import folded
from gatepost.doors.scim.filters import Among, And, Compare, Filter, Not, Or
from gatepost.doors.scim.paths import Document

_HOLDS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda found, wanted: bool(found == wanted),
    "co": lambda found, wanted: wanted in found,
    "sw": lambda found, wanted: found.startswith(wanted),
    "ew": lambda found, wanted: found.endswith(wanted),
    "gt": lambda found, wanted: found > wanted,
    "ge": lambda found, wanted: found >= wanted,
    "lt": lambda found, wanted: found < wanted,
    "le": lambda found, wanted: found <= wanted,
}


def matches(wanted: Filter, document: Document) -> bool:
    """Say whether a resource, or one value of a complex attribute, fits a filter. What is not there fits `ne` alone."""
    match wanted:
        case And(parts):
            return all(matches(part, document) for part in parts)
        case Or(parts):
            return any(matches(part, document) for part in parts)
        case Not(part):
            return not matches(part, document)
        case Among(path, part):
            return any(matches(part, each) for each in _objects(path.value_in(document)))
        case Compare(_, "ne", _):
            return not _compare(Compare(wanted.path, "eq", wanted.value), document)
        case Compare():
            return _compare(wanted, document)


def _compare(wanted: Compare, document: Document) -> bool:
    values = list(_values(wanted, document))
    if wanted.operator == "pr":
        return bool(values)
    if wanted.value is None:
        return not values
    target = wanted.path.target
    holds, value = _HOLDS[wanted.operator], wanted.value
    if isinstance(value, str) and not target.case_exact:
        value = folded(value)
    return any(holds(_comparable(each, value, case_exact=target.case_exact), value) for each in values)


def _values(wanted: Compare, document: Document) -> Iterator[Any]:
    found = wanted.path.value_in(document)
    for each in found if isinstance(found, list) else [found]:
        value = each.get(wanted.path.part.name) if wanted.path.part is not None and isinstance(each, dict) else each
        if value is not None and value not in ("", {}, []):
            yield value


def _comparable(value: Any, wanted: Any, *, case_exact: bool) -> Any:
    if isinstance(wanted, datetime):
        return datetime.fromisoformat(value).astimezone(UTC)
    return value if case_exact or not isinstance(value, str) else folded(value)


def _objects(value: Any) -> list[Document]:
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, dict)]
