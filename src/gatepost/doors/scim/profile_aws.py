"""The profile `aws`: what Identity Center's own endpoint takes and answers, for programs that were written around it.

IAM Identity Center SCIM Implementation Developer Guide: "Limitations", and the constraints of each operation. What is not
supported there is a ValidationException, which is SCIM's error with the status 400.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from gatepost.doors.scim.attributes import Attribute, Schema
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.exchange import Exchange
from gatepost.doors.scim.filters import And, Compare, Filter
from gatepost.doors.scim.schemas import USER_SCHEMA
from gatepost.kit.errors import Invalid

MOST_RESULTS: Final = 100
MOST_MEMBERS: Final = 100

_UNSUPPORTED: Final = frozenset({"ims", "photos", "x509certificates", "entitlements", "password", "groups"})
_WITHOUT_DISPLAY: Final = frozenset({"emails", "phoneNumbers", "roles"})
_MISSING: Final = frozenset({("Bulk",), ("Me",), (".search",), (), ("Users", ".search"), ("Groups", ".search")})
_FILTERS: Final[Mapping[str, frozenset[frozenset[str]]]] = {
    "User": frozenset(
        map(frozenset, (("userName",), ("externalId",), ("id",), ("id", "manager.value"), ("userName", "externalId")))
    ),
    "Group": frozenset(
        map(frozenset, (("displayName",), ("externalId",), ("members.value",), ("id",), ("id", "members.value")))
    ),
}


def require_supported(exchange: Exchange) -> None:
    """Raise what AWS answers to an operation that it does not have, or a body that goes past its constraints."""
    request = exchange.request
    if request.path in _MISSING or (request.method == "PUT" and request.path[:1] == ("Groups",)):
        raise _unsupported(f"{request.method} /{'/'.join(request.path)[:64]}")
    if not isinstance(request.body, dict):
        return
    if request.path[:1] == ("Users",) and request.method != "PATCH":
        _require_user(request.body)
    if request.path == ("Groups",):
        _require_few(_values(request.body, "members"))
    if request.path[:1] == ("Groups",) and request.method == "PATCH":
        _require_members_changes(request.body)


def require_filter(resource_type: str, wanted: Filter) -> None:
    """Raise invalidFilter unless a filter is one of the combinations that AWS supports, by eq and and."""
    parts = wanted.parts if isinstance(wanted, And) else (wanted,)
    compared = [part for part in parts if isinstance(part, Compare) and part.operator == "eq"]
    names = frozenset(part.path.name for part in compared)
    if len(compared) < len(parts) or names not in _FILTERS[resource_type]:
        raise refusal(
            "invalidFilter", "This filter is not supported: only eq, with and, on the attributes that are documented."
        )


def schema_of(schema: Schema) -> Schema:
    """Return a schema without what AWS does not support."""
    if schema is not USER_SCHEMA:
        return schema
    kept = (each for each in schema.attributes if each.name.lower() not in _UNSUPPORTED)
    return Schema(schema.id, schema.name, schema.description, tuple(map(_without_display, kept)))


def _without_display(attribute: Attribute) -> Attribute:
    if attribute.name not in _WITHOUT_DISPLAY:
        return attribute
    return replace(attribute, parts=tuple(part for part in attribute.parts if part.name != "display"))


def _require_user(body: Mapping[str, Any]) -> None:
    folded = {name.lower(): value for name, value in body.items()}
    for name in _UNSUPPORTED & folded.keys():
        if folded[name]:
            raise refusal("invalidValue", f"The attribute {name} is not supported.")
    emails = folded.get("emails")
    for email in emails if isinstance(emails, list) else ():
        if isinstance(email, dict) and email.get("primary") not in {True, "true", "True"}:
            raise refusal("invalidValue", "The value of emails must be marked as primary.")


def _require_members_changes(body: Mapping[str, Any]) -> None:
    changed = 0
    for operation in _values(body, "Operations"):
        if not isinstance(operation, dict):
            continue
        path, value = str(operation.get("path", "")).lower(), operation.get("value")
        kind = str(operation.get("op", "")).lower()
        about_all = path == "members" or (not path and isinstance(value, dict) and "members" in value)
        if about_all and (kind == "replace" or (kind == "remove" and not value)):
            raise _unsupported("replacing or removing all members")
        given = value.get("members") if isinstance(value, dict) and not path else value
        changed += len(given) if about_all and isinstance(given, list) else 1
    _require_few(range(changed))


def _require_few(members: Any) -> None:
    if len(members) > MOST_MEMBERS:
        raise refusal("invalidValue", f"A request changes {MOST_MEMBERS} members at most.")


def _values(body: Mapping[str, Any], name: str) -> list[Any]:
    found: Iterable[Any] = (value for key, value in body.items() if key.lower() == name.lower())
    return next((value for value in found if isinstance(value, list)), [])


def _unsupported(what: str) -> Invalid:
    return refusal("invalidSyntax", f"The operation is not supported: {what}.")
