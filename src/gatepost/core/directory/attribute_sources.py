"""Sources of what is told of a user: `${path:enterprise.department}` and its like, read out of the user's attributes.

IAM Identity Center User Guide, "Attribute mappings": `${path:…}` is a path as SCIM has it, `${user:…}` a short name.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from gatepost.core.directory.model import UserAttributes
from gatepost.kit.errors import Invalid

Reader = Callable[[UserAttributes], str | None]
"""Reads one attribute of a user; None where the user does not have it."""

_SOURCE = re.compile(r"\$\{(?P<scheme>path|user):(?P<name>[^{}]+)\}")
_ELEMENT = re.compile(
    r"(?P<list>[A-Za-z]+)\[(?:primary eq (?P<primary>true|false)|type eq \"(?P<type>[^\"\[\]]+)\")\]\.(?P<part>[A-Za-z]+)"
)

_TEXTS: Final = (
    "user_name",
    "display_name",
    "nick_name",
    "profile_url",
    "user_type",
    "title",
    "preferred_language",
    "locale",
    "timezone",
    "website",
    "birthdate",
)
_NAME_PARTS: Final = (
    "formatted",
    "family_name",
    "given_name",
    "middle_name",
    "honorific_prefix",
    "honorific_suffix",
)
_ENTERPRISE_TEXTS: Final = ("employee_number", "cost_center", "organization", "division", "department")
_ADDRESS_PARTS: Final = ("street_address", "locality", "region", "postal_code", "country", "formatted")
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "emails": ("value",),
    "addresses": _ADDRESS_PARTS,
    "phone_numbers": ("value",),
    "roles": ("value",),
}


@lru_cache(maxsize=1024)
def reader(source: str) -> Reader:
    """Return what reads a source; raise Invalid for one that names no attribute of a user."""
    match = _SOURCE.fullmatch(source)
    found = None
    if match is not None:
        by_name = _PATHS if match["scheme"] == "path" else _SHORT_NAMES
        found = by_name.get(match["name"]) or (_element(match["name"]) if match["scheme"] == "path" else None)
    if found is None:
        raise Invalid(f"{source} is not a supported source: no attribute of a user is named so.")
    return found


def _element(path: str) -> Reader | None:
    """Return what reads a part of the first element of a list that a filter lets through."""
    match = _ELEMENT.fullmatch(path)
    if match is None or (name := _LIST_NAMES.get(match["list"])) is None:
        return None
    part = {_camel(each): each for each in _LISTS[name]}.get(match["part"])
    if part is None:
        return None
    wanted_type, wanted_primary = match["type"], match["primary"] == "true"

    def passes(element: Any) -> bool:
        return element.type == wanted_type if wanted_type else bool(element.primary) is wanted_primary

    return lambda user: next((getattr(each, part) for each in getattr(user, name) if passes(each)), None)


def _text(name: str) -> Reader:
    return lambda user: getattr(user, name)


def _name_part(name: str) -> Reader:
    return lambda user: getattr(user.name, name)


def _enterprise_text(name: str) -> Reader:
    return lambda user: getattr(user.enterprise, name) if user.enterprise else None


def _manager(user: UserAttributes) -> str | None:
    manager = user.enterprise and user.enterprise.manager
    return manager.value if manager else None


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


_LIST_NAMES: Final = {_camel(name): name for name in _LISTS}
_PATHS: Final[Mapping[str, Reader]] = {
    **{_camel(name): _text(name) for name in _TEXTS},
    **{f"name.{_camel(name)}": _name_part(name) for name in _NAME_PARTS},
    **{f"enterprise.{_camel(name)}": _enterprise_text(name) for name in _ENTERPRISE_TEXTS},
    "enterprise.manager.value": _manager,
}
_SHORT_NAMES: Final[Mapping[str, Reader]] = {
    "subject": _text("user_name"),
    "preferredUsername": _text("user_name"),
    "name": _text("display_name"),
    "displayName": _text("display_name"),
    "givenName": _name_part("given_name"),
    "middleName": _name_part("middle_name"),
    "familyName": _name_part("family_name"),
    "email": lambda user: user.primary_email,
}
SUGGESTED: Final = (
    *(f"${{user:{name}}}" for name in _SHORT_NAMES),
    *(f"${{path:{name}}}" for name in _PATHS),
)
"""The sources that have a fixed name; parts of a list, such as `${path:emails[primary eq true].value}`, are sources as well."""
