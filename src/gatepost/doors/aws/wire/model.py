"""What a value of an AWS model may look like: shapes, and the members of structures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from botocore import xform_name
from botocore.model import ListShape, MapShape, StructureShape
from botocore.model import Shape as Source

Kind = Literal[
    "structure",
    "list",
    "map",
    "string",
    "integer",
    "long",
    "float",
    "double",
    "boolean",
    "blob",
    "timestamp",
    "document",
]
Location = Literal["body", "header", "querystring", "uri", "statusCode"]

PERSONAL = frozenset({"identitystore", "organizations"})
"""Services whose `sensitive` trait marks what is known about people; in all others it marks what lets somebody in."""

UNMARKED = frozenset(
    {
        "AttributeValue",
        "AuthCode",
        "DeviceCode",
        "UserCode",
        "authenticationCodeType",
        "contextAssertionType",
        "tokenCodeType",
        "tokenType",
    }
)
"""Shapes that are sensitive although the models do not say so: codes and tokens of sso-oidc, iam and sts, and the value by which
identitystore's UpdateUser carries any attribute of a person."""

WITH_A_CODE = frozenset({"verificationUriComplete"})
"""Members that hold a credential inside a text of another kind (RFC 8628 section 3.2)."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One shape: its kind, what it is made of, and the constraints on it.

    `minimum` and `maximum` bound a number, the length of a string or blob, or the size of a list or map. A `sensitive` value is
    shown to nobody; a `credential` is also carried as a `Secret`.
    """

    name: str
    kind: Kind
    members: "Mapping[str, Member]"
    required: tuple[str, ...] = ()
    is_union: bool = False
    element: "Shape | None" = None
    map_key: "Shape | None" = None
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    is_sensitive: bool = False
    is_credential: bool = False

    @property
    def item(self) -> "Shape":
        """What a list or a map holds."""
        if self.element is None:
            raise TypeError(f"{self.name} is neither a list nor a map")
        return self.element

    @property
    def key(self) -> "Shape":
        """By what a map holds it."""
        if self.map_key is None:
            raise TypeError(f"{self.name} is not a map")
        return self.map_key


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A member of a structure: its shape, where it travels, under which name, and as which argument it reaches a handler."""

    name: str
    shape: Shape
    location: Location
    wire_name: str
    argument_name: str
    is_idempotency_token: bool


class ShapeReader:
    """Reads the shapes of one service out of botocore's; each once, so that a shape may hold itself."""

    def __init__(self, service_name: str) -> None:
        self._marks_credentials = service_name not in PERSONAL
        self._known: dict[str, Shape] = {}

    def read(self, source: Source) -> Shape:
        """Return our view of a shape."""
        known = self._known.get(source.name)
        if known is not None:
            return known
        members: dict[str, Member] = {}
        shape = self._shape(source, members)
        self._known[source.name] = shape
        if isinstance(source, StructureShape):
            members.update({name: self._member(name, member) for name, member in source.members.items()})
        return shape

    def _shape(self, source: Source, members: Mapping[str, Member]) -> Shape:
        traits = source.metadata
        is_sensitive = bool(traits.get("sensitive")) or source.name in UNMARKED
        return Shape(
            name=source.name,
            kind=_kind(source),
            members=members,
            required=tuple(traits.get("required", ())),
            is_union=bool(traits.get("union")),
            element=self._element(source),
            map_key=self.read(source.key) if isinstance(source, MapShape) else None,
            minimum=_whole(traits.get("min")),
            maximum=_whole(traits.get("max")),
            pattern=traits.get("pattern"),
            enum=tuple(traits.get("enum", ())),
            is_sensitive=is_sensitive,
            is_credential=is_sensitive and self._marks_credentials,
        )

    def _element(self, source: Source) -> Shape | None:
        if isinstance(source, ListShape):
            return self.read(source.member)
        return self.read(source.value) if isinstance(source, MapShape) else None

    def _member(self, name: str, source: Source) -> Member:
        shape = self.read(source)
        return Member(
            name=name,
            shape=replace(shape, is_sensitive=True) if name in WITH_A_CODE else shape,
            location=cast(Location, source.serialization.get("location", "body")),
            wire_name=source.serialization.get("name", name),
            argument_name=xform_name(name),
            is_idempotency_token=bool(source.metadata.get("idempotencyToken")),
        )


def _kind(source: Source) -> Kind:
    return "document" if source.metadata.get("document") else cast(Kind, source.type_name)


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)
