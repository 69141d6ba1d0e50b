"""Filters as the directory's criteria: what an index answers goes to the database, the rest is asked of each resource."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gatepost.core.directory.criteria import AllOf, AnyOf, Attribute, Comparison, Criteria, NoneOf, Operator
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.filters import Among, And, Compare, Filter, Not, Or
from gatepost.doors.scim.paths import Path

USER_ATTRIBUTES: Final[Mapping[str, Attribute]] = {
    "id": "user_id",
    "userName": "user_name",
    "displayName": "display_name",
    "emails": "email",
    "emails.value": "email",
    "externalId": "external_id",
    "groups": "group_id",
    "groups.value": "group_id",
    "active": "status",
    "meta.created": "created_at",
    "meta.lastModified": "updated_at",
}
GROUP_ATTRIBUTES: Final[Mapping[str, Attribute]] = {
    "id": "group_id",
    "displayName": "display_name",
    "externalId": "external_id",
    "members": "user_id",
    "members.value": "user_id",
    "meta.created": "created_at",
    "meta.lastModified": "updated_at",
}
_OPERATORS: Final[Mapping[str, Operator]] = {
    "eq": "is",
    "co": "contains",
    "sw": "begins",
    "ew": "ends",
    "gt": "above",
    "ge": "from",
    "lt": "below",
    "le": "to",
    "pr": "present",
}
_ONLY_INDEXED: Final = frozenset({"groups", "members"})
"""What a resource's document does not hold while it is searched: only the database knows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the database narrows, and what is then asked of each resource; either may be missing."""

    criteria: Criteria | None = None
    rest: Filter | None = None


def plan(wanted: Filter, attributes: Mapping[str, Attribute]) -> Plan:
    """Divide a filter; invalidFilter for a membership that stands where only the database could answer and cannot."""
    parts = wanted.parts if isinstance(wanted, And) else (wanted,)
    indexed, rest = [], []
    for part in parts:
        if (criteria := _criteria(part, attributes)) is not None:
            indexed.append(criteria)
            continue
        _refuse_membership(part)
        rest.append(part)
        if isinstance(part, Among) and (narrower := _narrower(part, attributes)) is not None:
            indexed.append(narrower)
    return Plan(_all_of(indexed), None if not rest else rest[0] if len(rest) == 1 else And(tuple(rest)))


def _criteria(wanted: Filter, attributes: Mapping[str, Attribute]) -> Criteria | None:
    """Return criteria that mean the same; None where no index answers a part."""
    match wanted:
        case And(parts) | Or(parts):
            found = [criteria for part in parts if (criteria := _criteria(part, attributes)) is not None]
            if len(found) < len(parts):
                return None
            return AllOf(tuple(found)) if isinstance(wanted, And) else AnyOf(tuple(found))
        case Not(part):
            inner = _criteria(part, attributes)
            return None if inner is None else NoneOf(inner)
        case Among(path, part):
            return _membership(path, part, attributes)
        case Compare():
            return _comparison(wanted, attributes)


def _comparison(wanted: Compare, attributes: Mapping[str, Attribute]) -> Criteria | None:
    attribute = None if wanted.path.extension else attributes.get(wanted.path.name)
    if attribute is None:
        return None
    if wanted.operator == "ne":
        inner = _comparison(Compare(wanted.path, "eq", wanted.value), attributes)
        return None if inner is None else NoneOf(inner)
    value = wanted.value
    if value is None and wanted.operator == "eq":
        return NoneOf(Comparison(attribute, "present"))
    if wanted.operator == "pr" or (value == "" and wanted.operator in {"co", "sw", "ew"}):
        return Comparison(attribute, "present")
    if isinstance(value, bool):
        value = "ENABLED" if value else "DISABLED"
    return Comparison(attribute, _OPERATORS[wanted.operator], value) if isinstance(value, str | datetime) else None


def _membership(path: Path, part: Filter, attributes: Mapping[str, Attribute]) -> Criteria | None:
    """Return `members[value eq "…"]` as criteria: its members have nothing else that tells them apart."""
    if path.attribute.name not in _ONLY_INDEXED:
        return None
    match part:
        case Compare(Path(None, inner), _, _) if inner.name == "value":
            return _comparison(Compare(Path(None, path.attribute, inner), part.operator, part.value), attributes)
        case Or(parts):
            found = [criteria for each in parts if (criteria := _membership(path, each, attributes)) is not None]
            return AnyOf(tuple(found)) if len(found) == len(parts) else None
    return None


def _narrower(wanted: Among, attributes: Mapping[str, Attribute]) -> Criteria | None:
    """Return what an index answers of `emails[type eq "work" and value eq "…"]`."""
    parts = wanted.part.parts if isinstance(wanted.part, And) else (wanted.part,)
    for part in parts:
        if isinstance(part, Compare) and part.operator == "eq" and part.path.name == "value" and part.value is not None:
            return _comparison(
                Compare(Path(None, wanted.path.attribute, part.path.attribute), "eq", part.value), attributes
            )
    return None


def _refuse_membership(wanted: Filter) -> None:
    match wanted:
        case And(parts) | Or(parts):
            for part in parts:
                _refuse_membership(part)
        case Not(part):
            _refuse_membership(part)
        case Compare(path) | Among(path):
            if path.attribute.name in _ONLY_INDEXED and path.extension is None:
                name = path.attribute.name
                raise refusal("invalidFilter", f"{name} is compared by its value, and not beside what has no index.")


def _all_of(parts: list[Criteria]) -> Criteria | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
