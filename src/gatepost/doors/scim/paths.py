"""Names of attributes in filters, PATCH and query parameters: `emails.value`, `urn:…:enterprise:2.0:User:manager.value`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gatepost.doors.scim.attributes import Attribute, ResourceType, Schema

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extension:
    """All attributes of one extension, which a resource holds under its URN."""

    schema: Schema

    @property
    def name(self) -> str:
        """The extension as messages name it."""
        return self.schema.id


@dataclass(frozen=True, slots=True)
class Path:
    """An attribute, or one of its parts.

    `extension` is the URN under which a resource holds the attribute; None for those of its own schema.
    """

    extension: str | None
    attribute: Attribute
    part: Attribute | None = None

    @property
    def name(self) -> str:
        """The path as messages and tables name it: `emails.value`, without a URN."""
        return self.attribute.name if self.part is None else f"{self.attribute.name}.{self.part.name}"

    @property
    def target(self) -> Attribute:
        """What the path ends at."""
        return self.part or self.attribute

    def holder(self, document: Document) -> Document:
        """Return the object of a document in which the attribute is or would be."""
        return document if self.extension is None else document.get(self.extension) or {}

    def value_in(self, document: Document) -> Any:
        """Return the attribute's value in a document, without looking at the part."""
        return self.holder(document).get(self.attribute.name)


def find(resource_type: ResourceType, text: str) -> Path | Extension | None:
    """Return what a name means for a kind of resource, whatever its case; None for one that is in none of its schemas.

    Entra ID names attributes of the enterprise extension without its URN: `manager`.
    """
    if text[:4].lower() == "urn:":
        return _find_by_urn(resource_type, text)
    places = [(None, resource_type.find), *((each.id, each.find) for each in resource_type.extensions)]
    found = (_find_in(extension, find, text) for extension, find in places)
    return next((path for path in found if path is not None), None)


def find_attribute(resource_type: ResourceType, text: str) -> Path | None:
    """Return what a name means where a whole extension would make no sense."""
    found = find(resource_type, text)
    return found if isinstance(found, Path) else None


def _find_by_urn(resource_type: ResourceType, text: str) -> Path | Extension | None:
    folded = text.lower()
    for schema in (resource_type.schema, *resource_type.extensions):
        urn = schema.id.lower()
        is_core = schema is resource_type.schema
        if folded == urn:
            return None if is_core else Extension(schema)
        if folded.startswith(f"{urn}:"):
            rest = text[len(urn) + 1 :]
            return _find_in(None, resource_type.find, rest) if is_core else _find_in(schema.id, schema.find, rest)
    return None


def _find_in(extension: str | None, find: Callable[[str], Attribute | None], text: str) -> Path | None:
    name, dot, part_name = text.partition(".")
    attribute = find(name)
    if attribute is None:
        return None
    if not dot:
        return Path(extension, attribute)
    part = attribute.by_name.get(part_name.lower())
    return None if part is None else Path(extension, attribute, part)
