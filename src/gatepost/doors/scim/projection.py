"""Which attributes an answer holds: the parameters `attributes` and `excludedAttributes` (RFC 7644 section 3.9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from gatepost.doors.scim import paths
from gatepost.doors.scim.attributes import ResourceType
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.exchange import Exchange
from gatepost.doors.scim.paths import Document, Extension, Path

_ALWAYS: Final = ("schemas", "id")
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Projection:
    """What is shown of the resources of one type: all, some paths alone, or all but some."""

    only: tuple[Path | Extension, ...] | None = None
    without: tuple[Path | Extension, ...] = ()

    def wants(self, name: str) -> bool:
        """Say whether an attribute of the core schema is shown at all, so that it need not be looked up in vain."""
        if self.only is not None:
            return any(_is(path, name) for path in self.only)
        return not any(isinstance(path, Path) and path.part is None and _is(path, name) for path in self.without)

    def apply(self, document: Document) -> Document:
        """Return what is to be shown of a resource."""
        if self.only is not None:
            return self._chosen(document, self.only)
        for path in self.without:
            document = _without(document, path)
        return document

    @staticmethod
    def _chosen(document: Document, only: tuple[Path | Extension, ...]) -> Document:
        chosen: Document = {name: document[name] for name in _ALWAYS if name in document}
        for path in only:
            _copy(document, chosen, path)
        return chosen


ALL: Final = Projection()


def asked_by(exchange: Exchange, resource_type: ResourceType) -> Projection:
    """Return the projection that a request's query asks for; Identity Center's own endpoint knows none."""
    if exchange.is_aws:
        return ALL
    query = exchange.request.query
    return of_texts(resource_type, query.get("attributes"), query.get("excludedattributes"))


def of_texts(resource_type: ResourceType, attributes: Any, excluded: Any) -> Projection:
    """Return the projection that parameters ask for, each a list or a text with commas; names that are unknown choose nothing."""
    if attributes and excluded:
        raise refusal("invalidValue", "attributes and excludedAttributes exclude each other.")
    if attributes:
        return Projection(only=tuple(_paths(resource_type, attributes)))
    if excluded:
        return Projection(without=tuple(path for path in _paths(resource_type, excluded) if path.name not in _ALWAYS))
    return ALL


def _paths(resource_type: ResourceType, given: Any) -> Iterable[Path | Extension]:
    names = given.split(",") if isinstance(given, str) else given
    if not isinstance(names, list) or len(names) > _MOST or not all(isinstance(name, str) for name in names):
        raise refusal("invalidValue", f"attributes and excludedAttributes are lists of up to {_MOST} names.")
    found = (paths.find(resource_type, name.strip()) for name in names)
    return [path for path in found if path is not None]


def _is(path: Path | Extension, name: str) -> bool:
    return isinstance(path, Path) and path.extension is None and path.attribute.name == name


def _copy(document: Document, chosen: Document, path: Path | Extension) -> None:
    if isinstance(path, Extension):
        chosen.update(_only(document, path.schema.id))
        return
    name = path.attribute.name
    value = path.holder(document).get(name)
    if value is None:
        return
    holder = chosen if path.extension is None else chosen.setdefault(path.extension, {})
    if path.part is None:
        holder[name] = value
    elif isinstance(value, list):
        there = holder.setdefault(name, [{} for _ in value])
        for each, part in zip(there, value, strict=True):
            each.update(_only(part, path.part.name))
    else:
        holder.setdefault(name, {}).update(_only(value, path.part.name))


def _only(value: Document, name: str) -> Document:
    return {name: value[name]} if name in value else {}


def _without(document: Document, path: Path | Extension) -> Document:
    if isinstance(path, Extension):
        return _drop(document, path.schema.id)
    holder = _smaller(path.holder(document), path)
    if path.extension is None:
        return holder
    rest = _drop(document, path.extension)
    return rest | {path.extension: holder} if holder else rest


def _smaller(holder: Document, path: Path) -> Document:
    name = path.attribute.name
    if name not in holder:
        return holder
    if path.part is None:
        return _drop(holder, name)
    value, part = holder[name], path.part.name
    smaller = [_drop(each, part) for each in value] if isinstance(value, list) else _drop(value, part)
    return holder | {name: smaller}


def _drop(value: Document, name: str) -> Document:
    return {each: found for each, found in value.items() if each != name}
