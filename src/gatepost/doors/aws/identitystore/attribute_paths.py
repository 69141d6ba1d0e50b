"""The operations of UpdateUser and UpdateGroup, read into changes of the directory's attributes.

A path begins with a small letter as in SCIM, `userName`: `UserName` is refused, though the lookups take it. A list is replaced
whole, and a value that is null or not there removes its attribute.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any, TypeVar

from gatepost.core.directory.model import (
    Enterprise,
    ExternalId,
    GroupChange,
    Manager,
    PersonName,
    UserAttributes,
    UserChange,
)
from gatepost.doors.aws.identitystore import documents
from gatepost.kit.errors import Invalid

T = TypeVar("T")

_USER_TEXTS = {
    "userName": "user_name",
    "displayName": "display_name",
    "nickName": "nick_name",
    "profileUrl": "profile_url",
    "userType": "user_type",
    "title": "title",
    "preferredLanguage": "preferred_language",
    "locale": "locale",
    "timezone": "timezone",
    "website": "website",
    "birthdate": "birthdate",
}
_USER_LISTS = {
    "emails": "emails",
    "addresses": "addresses",
    "phoneNumbers": "phone_numbers",
    "photos": "photos",
    "roles": "roles",
    "externalIds": "external_ids",
}
_NAME_TEXTS = {
    "formatted": "formatted",
    "familyName": "family_name",
    "givenName": "given_name",
    "middleName": "middle_name",
    "honorificPrefix": "honorific_prefix",
    "honorificSuffix": "honorific_suffix",
}
_ENTERPRISE_TEXTS = {
    "employeeNumber": "employee_number",
    "costCenter": "cost_center",
    "organization": "organization",
    "division": "division",
    "department": "department",
}
_MANAGER_TEXTS = {"value": "value", "ref": "ref"}


def change_of_user(operations: Iterable[Mapping[str, Any]]) -> UserChange:
    """Return the change that all operations together make, one after the other."""
    return _sequence([_user_change(each["AttributePath"], each.get("AttributeValue")) for each in operations])


def change_of_group(operations: Iterable[Mapping[str, Any]]) -> GroupChange:
    """Return the change that all operations together make, one after the other."""
    return _sequence([_group_change(each["AttributePath"], each.get("AttributeValue")) for each in operations])


def _sequence(changes: list[Callable[[T], T]]) -> Callable[[T], T]:
    return lambda attributes: reduce(lambda changed, change: change(changed), changes, attributes)


def _user_change(path: str, value: Any) -> UserChange:
    head, _, rest = path.partition(".")
    if path in _USER_TEXTS:
        return _set(_USER_TEXTS[path], _text_or_none(path, value))
    if path in _USER_LISTS:
        return _set(_USER_LISTS[path], _list(path, value))
    if path == "userStatus":
        return _set("status", _status(value))
    if path == "name":
        return _set("name", PersonName() if value is None else documents.record(path, PersonName, value))
    if head == "name" and rest in _NAME_TEXTS:
        return _name_change(_NAME_TEXTS[rest], _text_or_none(path, value))
    if head == documents.ENTERPRISE:
        return _extension_change(path, rest, value)
    if head in _USER_LISTS:
        raise Invalid(
            f"Unsupported update operation on multi-value attribute {head}, "
            "please provide full replacement of Multi-Value attribute types"
        )
    raise _unknown(path)


def _group_change(path: str, value: Any) -> GroupChange:
    if path == "displayName":
        display_name = _text_or_none(path, value)
        return lambda group: replace(group, display_name=display_name)
    if path == "description":
        description = _text_or_none(path, value)
        return lambda group: replace(group, description=description)
    if path == "externalIds":
        external_ids: tuple[ExternalId, ...] = _list(path, value)
        return lambda group: replace(group, external_ids=external_ids)
    raise _unknown(path)


def _set(name: str, value: Any) -> UserChange:
    return lambda user: replace(user, **{name: value})


def _name_change(part: str, value: str | None) -> UserChange:
    return lambda user: replace(user, name=replace(user.name, **{part: value}))


def _extension_change(path: str, rest: str, value: Any) -> UserChange:
    if not rest:
        return _set("enterprise", None if value is None else documents.record(path, Enterprise, value))
    if rest == "manager":
        return _enterprise_change("manager", None if value is None else documents.record(path, Manager, value))
    if rest in _ENTERPRISE_TEXTS:
        return _enterprise_change(_ENTERPRISE_TEXTS[rest], _text_or_none(path, value))
    parent, _, part = rest.partition(".")
    if parent == "manager" and part in _MANAGER_TEXTS:
        return _manager_change(_MANAGER_TEXTS[part], _text_or_none(path, value))
    raise _unknown(path)


def _enterprise_change(part: str, value: Any) -> UserChange:
    def change(user: UserAttributes) -> UserAttributes:
        enterprise = replace(user.enterprise or Enterprise(), **{part: value})
        return replace(user, enterprise=None if enterprise == Enterprise() else enterprise)

    return change


def _manager_change(part: str, value: str | None) -> UserChange:
    def change(user: UserAttributes) -> UserAttributes:
        manager = replace((user.enterprise or Enterprise()).manager or Manager(), **{part: value})
        return _enterprise_change("manager", None if manager == Manager() else manager)(user)

    return change


def _text_or_none(path: str, value: Any) -> str | None:
    return None if value is None else documents.text(path, value)


def _list(path: str, value: Any) -> tuple[Any, ...]:
    return () if value is None else documents.records(path, documents.LISTS[_USER_LISTS[path]], value)


def _status(value: Any) -> str:
    if value not in ("ENABLED", "DISABLED"):
        raise Invalid("The attribute userStatus must be ENABLED or DISABLED")
    return str(value)


def _unknown(path: str) -> Invalid:
    return Invalid(f"The attribute path {path} is not supported")
