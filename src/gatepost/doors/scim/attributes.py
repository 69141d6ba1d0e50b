"""What an attribute of a schema is, and how one is found by its name, whatever its case (RFC 7643 section 2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

AttributeType = Literal["string", "boolean", "integer", "complex", "reference", "dateTime", "binary"]
Mutability = Literal["readOnly", "readWrite", "immutable", "writeOnly"]
Returned = Literal["always", "never", "default", "request"]

_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute, with the characteristics that /Schemas publishes (RFC 7643 section 7).

    `key` is the directory's name of it, `user_name`, unless that is the same word in another spelling. `ignored` are parts that
    clients send and the directory does not keep, since it knows better: they are passed over. Of an attribute that
    `needs_values` an empty one is refused, of others passed over; 0 `most_values` are any number.
    """

    name: str
    description: str
    type: AttributeType = "string"
    multi_valued: bool = False
    required: bool = False
    case_exact: bool = False
    mutability: Mutability = "readWrite"
    returned: Returned = "default"
    uniqueness: Literal["none", "server"] = "none"
    canonical_values: tuple[str, ...] = ()
    reference_types: tuple[str, ...] = ()
    parts: "tuple[Attribute, ...]" = ()
    key: str = ""
    ignored: frozenset[str] = frozenset()
    needs_values: bool = False
    most_values: int = 100
    by_name: "Mapping[str, Attribute]" = field(init=False)

    def __post_init__(self) -> None:
        """Fill in the directory's name, and find sub-attributes by their folded names."""
        object.__setattr__(self, "key", self.key or _WORD.sub("_", self.name.lstrip("$")).lower())
        object.__setattr__(self, "by_name", {part.name.lower(): part for part in self.parts})

    @property
    def is_written(self) -> bool:
        """Whether a client may give it: what is read-only is passed over (RFC 7644 section 3.3)."""
        return self.mutability != "readOnly"

    def description_of(self) -> dict[str, Any]:
        """Return the attribute as /Schemas describes it."""
        described: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "multiValued": self.multi_valued,
            "description": self.description,
            "required": self.required,
            "mutability": self.mutability,
            "returned": self.returned,
        }
        if self.type == "complex":
            return described | {"subAttributes": [part.description_of() for part in self.parts]}
        described |= {"caseExact": self.case_exact, "uniqueness": self.uniqueness}
        if self.canonical_values:
            described["canonicalValues"] = list(self.canonical_values)
        if self.reference_types:
            described["referenceTypes"] = list(self.reference_types)
        return described


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema by its URN."""

    id: str
    name: str
    description: str
    attributes: tuple[Attribute, ...]
    by_name: Mapping[str, Attribute] = field(init=False)

    def __post_init__(self) -> None:
        """Find attributes by their folded names."""
        object.__setattr__(self, "by_name", {each.name.lower(): each for each in self.attributes})

    def find(self, name: str) -> Attribute | None:
        """Return an attribute by its name, whatever its case."""
        return self.by_name.get(name.lower())


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A kind of resource: where it is, and the schemas that it keeps to."""

    name: str
    endpoint: str
    description: str
    schema: Schema
    common: Mapping[str, Attribute]
    extensions: tuple[Schema, ...] = ()

    def find_schema(self, urn: str) -> Schema | None:
        """Return the core schema or an extension by its URN, whatever its case."""
        folded = urn.lower()
        return next((each for each in (self.schema, *self.extensions) if each.id.lower() == folded), None)

    def find(self, name: str) -> Attribute | None:
        """Return an attribute of the core schema, or one that all resources have."""
        folded = name.lower()
        return self.schema.by_name.get(folded) or self.common.get(folded)
