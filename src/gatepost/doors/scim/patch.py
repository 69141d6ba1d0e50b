"""Operations of a PATCH, applied to a document: add, replace and remove as RFC 7644 section 3.5.2 defines them."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from gatepost.doors.scim.attributes import Attribute, ResourceType, Schema
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.filters import And, Compare, Filter
from gatepost.doors.scim.matching import matches
from gatepost.doors.scim.operations import Operation
from gatepost.doors.scim.paths import Document, Extension, Path
from gatepost.doors.scim.reading import read_value


def apply(resource_type: ResourceType, document: Document, operations: Iterable[Operation]) -> Document:
    """Return the document after all operations, in their order; the one that is given stays as it is."""
    changed = deepcopy(document)
    for operation in operations:
        _apply(changed, operation)
    for attribute in resource_type.schema.attributes:
        if attribute.required and not changed.get(attribute.name):
            raise refusal("mutability", f"{attribute.name} is required.")
    return changed


def _apply(document: Document, operation: Operation) -> None:
    path = operation.path
    if isinstance(path, Extension):
        _change_extension(document, operation, path.schema)
    elif path.extension is None:
        _change(document, operation, path)
    else:
        _change(document.setdefault(path.extension, {}), operation, path)
        _keep(document, path.extension, document[path.extension])


def _change_extension(document: Document, operation: Operation, schema: Schema) -> None:
    if operation.kind == "remove" or operation.value is None:
        document.pop(schema.id, None)
        return
    if not isinstance(operation.value, dict):
        raise refusal("invalidValue", f"{schema.id} must be an object.")
    holder = document.setdefault(schema.id, {})
    for name, value in operation.value.items():
        if name == "schemas":  # some clients write an extension as if it were a resource
            continue
        attribute = schema.find(name)
        if attribute is None:
            raise refusal("invalidPath", f"There is no attribute {name[:64]!r}.")
        _set(holder, attribute, value, merges=True)
    _keep(document, schema.id, holder)


def _change(holder: Document, operation: Operation, path: Path) -> None:
    """Change an attribute in the object that holds it."""
    attribute, part = path.attribute, path.part
    if operation.chosen is not None:
        _change_chosen(holder, operation, path, operation.chosen)
    elif part is not None:
        _change_part(holder, operation, attribute, part)
    elif operation.kind == "remove":
        _remove(holder, attribute, operation.value)
    elif attribute.multi_valued and operation.kind == "add":
        _add_values(holder, attribute, _as_list(operation.value))
    else:
        _set(holder, attribute, operation.value, merges=True)


def _set(holder: Document, attribute: Attribute, value: Any, *, merges: bool) -> None:
    """Give an attribute a value; of a complex one the parts that are not given stay (RFC 7644 section 3.5.2.3)."""
    read = read_value(attribute, _as_list(value) if attribute.multi_valued and value is not None else value)
    if read is None:
        holder.pop(attribute.name, None)
    elif merges and attribute.type == "complex" and not attribute.multi_valued:
        holder[attribute.name] = holder.get(attribute.name, {}) | read
    else:
        holder[attribute.name] = read


def _remove(holder: Document, attribute: Attribute, value: Any) -> None:
    if value is None or not attribute.multi_valued:
        holder.pop(attribute.name, None)
        return
    removed = read_value(attribute, _as_list(value)) or []
    kept = [each for each in holder.get(attribute.name, []) if not any(_covers(each, given) for given in removed)]
    _keep(holder, attribute.name, kept)


def _covers(value: Document, given: Document) -> bool:
    """Say whether a value has all that is given of it."""
    return all(value.get(name) == part for name, part in given.items())


def _add_values(holder: Document, attribute: Attribute, given: list[Any]) -> None:
    new = read_value(attribute, given) or []
    there = holder.get(attribute.name, [])
    _give_up_primary(there, new)
    merged = [*there, *(each for each in new if each not in there)]
    if merged:
        holder[attribute.name] = merged


def _give_up_primary(there: list[Document], new: list[Document]) -> None:
    """Make a value that is added as the primary one the only one (RFC 7644 section 3.5.2)."""
    if any(each.get("primary") for each in new):
        for each in there:
            if each.get("primary") and each not in new:
                each["primary"] = False


def _change_part(holder: Document, operation: Operation, attribute: Attribute, part: Attribute) -> None:
    values = holder.get(attribute.name)
    if operation.kind == "remove":
        targets = values if isinstance(values, list) else [values or {}]
        for each in targets:
            each.pop(part.name, None)
        kept = [each for each in targets if each]
        _keep(holder, attribute.name, kept if attribute.multi_valued else (kept[0] if kept else None))
        return
    if not values:
        values = holder[attribute.name] = [{}] if attribute.multi_valued else {}
    for each in values if isinstance(values, list) else [values]:
        _set(each, part, operation.value, merges=False)
    _keep(holder, attribute.name, values)


def _change_chosen(holder: Document, operation: Operation, path: Path, chosen: Filter) -> None:
    attribute = path.attribute
    values: list[Document] = holder.get(attribute.name, [])
    fitting = [each for each in values if matches(chosen, each)]
    if not fitting and operation.kind == "add":
        values, fitting = [*values, new := _described_by(chosen)], [new]
    if not fitting:
        raise refusal("noTarget", f"None of the {attribute.name} fits the filter.")
    if operation.kind == "remove":
        values = _after_removal(values, fitting, path.part)
    else:
        _write_chosen(values, fitting, operation.value, path)
    _keep(holder, attribute.name, values)


def _after_removal(values: list[Document], fitting: list[Document], part: Attribute | None) -> list[Document]:
    if part is None:
        return [each for each in values if each not in fitting]
    for each in fitting:
        each.pop(part.name, None)
    return [each for each in values if each]


def _write_chosen(values: list[Document], fitting: list[Document], value: Any, path: Path) -> None:
    for each in fitting:
        if path.part is not None:
            _set(each, path.part, value, merges=False)
        else:
            read = read_value(path.attribute, _as_list(value)) or [{}]
            each.update(read[0])
    others = [each for each in values if not any(each is chosen for chosen in fitting)]
    _give_up_primary(others, fitting)


def _described_by(chosen: Filter) -> Document:
    """Return a new value that fits `[type eq "work"]`: how Entra ID adds an address that is not there yet."""
    described: Document = {}
    for part in chosen.parts if isinstance(chosen, And) else (chosen,):
        if not (isinstance(part, Compare) and part.operator == "eq" and part.value is not None):
            raise refusal("noTarget", "Nothing fits the filter, and it does not say what would.")
        described[part.path.attribute.name] = part.value
    return described


def _keep(holder: Document, name: str, value: Any) -> None:
    """Leave a value where it is, or leave the name out where nothing is left of it."""
    if value:
        holder[name] = value
    else:
        holder.pop(name, None)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
