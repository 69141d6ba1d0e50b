"""What an assertion tells of a person: mappings filled in from the identity store, pure.

A value is a text with sources in it: `${user:email}`, `${path:enterprise.department}`, `${user:id}`. `${user:groups}` stands
alone and gives one value for each group.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gatepost.core.applications.saml_model import AttributeMapping, NameFormat
from gatepost.core.directory.attribute_sources import reader
from gatepost.core.directory.model import User
from gatepost.kit.errors import Invalid

GROUPS: Final = "${user:groups}"
_ID: Final = "${user:id}"
_SOURCE = re.compile(r"\$\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Person:
    """A user, and the names of their groups."""

    user: User
    groups: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as it stands in an assertion."""

    name: str
    name_format: NameFormat
    values: tuple[str, ...]


def check_value(value: str) -> None:
    """Raise Invalid for a text with a source that names nothing."""
    if value == GROUPS:
        return
    for source in _SOURCE.findall(value):
        if source == GROUPS:
            raise Invalid(f"{GROUPS} must stand alone: it gives one value for each group.")
        if source != _ID:
            reader(source)


def values_of(value: str, person: Person) -> tuple[str, ...]:
    """Fill a text in; nothing where one of its sources is an attribute that the person does not have."""
    if value == GROUPS:
        return tuple(person.groups)
    found = {source: _read(source, person.user) for source in _SOURCE.findall(value)}
    if any(not each for each in found.values()):
        return ()
    filled = _SOURCE.sub(lambda match: found[match[0]] or "", value)
    return (filled,) if filled else ()


def attributes_of(mappings: Sequence[AttributeMapping], person: Person) -> tuple[Attribute, ...]:
    """Return the attributes that a person has values for; mappings of the same name are one attribute of several values."""
    found: dict[tuple[str, NameFormat], tuple[str, ...]] = {}
    for mapping in mappings:
        key = (mapping.name, mapping.name_format)
        found[key] = (*found.get(key, ()), *values_of(mapping.value, person))
    return tuple(Attribute(name, form, values) for (name, form), values in found.items() if values)


def _read(source: str, user: User) -> str | None:
    return user.user_id if source == _ID else reader(source)(user.attributes)
