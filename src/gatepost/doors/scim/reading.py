"""Resources as clients send them, read against the schema: names whatever their case, types checked, what is read-only passed over.

The result is a document in the schema's own spelling. Identity providers' known deviations are taken for what they mean:
"True" for true, and a manager given by the id alone or in a list (Entra ID).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from gatepost.doors.scim.attributes import Attribute, ResourceType
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.paths import Document
from gatepost.kit.errors import Invalid

_ENVELOPE: Final = frozenset({"schemas"})
"""Some clients write an extension as if it were a resource."""


def read_resource(resource_type: ResourceType, body: Any) -> Document:
    """Return a whole resource, as POST and PUT send it; invalidSyntax for one that does not conform to the schema."""
    body = require_object(body)
    _require_schemas(resource_type, body.get("schemas"))
    document: Document = {}
    for name, value in body.items():
        extension = resource_type.find_schema(name) if name[:4].lower() == "urn:" else None
        if extension is not None:
            if found := _read_object(extension.id, extension.by_name, value, _ENVELOPE):
                document[extension.id] = found
        else:
            _put(document, resource_type.find(name), name, value)
    for attribute in resource_type.schema.attributes:
        if attribute.required and not document.get(attribute.name):
            raise refusal("invalidValue", f"{attribute.name} is required.")
    return document


def read_value(attribute: Attribute, value: Any) -> Any:
    """Return an attribute's value in the schema's spelling; None where it is unassigned (RFC 7643 section 2.5)."""
    if not attribute.multi_valued:
        return _read_one(attribute, value)
    if value is None:
        return None
    if not isinstance(value, list):
        raise _wrong_type(attribute, "a list")
    if attribute.most_values and len(value) > attribute.most_values:
        raise refusal("invalidValue", f"{attribute.name} has more than {attribute.most_values} values.")
    found = [read for each in value if (read := _read_one(attribute, each)) is not None]
    if attribute.needs_values and len(found) < len(value):
        raise refusal("invalidValue", f"One of the {attribute.name} is empty.")
    require_one_primary(attribute, found)
    return found or None


def require_one_primary(attribute: Attribute, values: Iterable[Any]) -> None:
    """Raise invalidValue where more than one value is the primary one (RFC 7643 section 2.4)."""
    if sum(1 for each in values if isinstance(each, dict) and each.get("primary") is True) > 1:
        raise refusal("invalidValue", f"More than one of the {attribute.name} is primary.")


def require_object(body: Any) -> Document:
    """Return a body that is a JSON object; invalidSyntax for any other."""
    if not isinstance(body, dict):
        raise refusal("invalidSyntax", "The body of the request must be a JSON object.")
    return body


def unknown(name: str) -> Invalid:
    """Return the error for a member that no schema has."""
    return refusal("invalidSyntax", f"There is no attribute {name[:64]!r}.")


def _require_schemas(resource_type: ResourceType, schemas: Any) -> None:
    if schemas is None:
        raise refusal("invalidSyntax", f"schemas is required, with {resource_type.schema.id}.")
    if not isinstance(schemas, list) or not all(isinstance(urn, str) for urn in schemas):
        raise refusal("invalidSyntax", "schemas must be a list of URNs.")
    found = [resource_type.find_schema(urn) for urn in schemas]
    if None in found:
        raise refusal(
            "invalidSyntax", f"The schema {schemas[found.index(None)][:128]!r} is not one of {resource_type.name}."
        )
    if resource_type.schema not in found:
        raise refusal("invalidSyntax", f"schemas must hold {resource_type.schema.id}.")


def _put(document: Document, attribute: Attribute | None, name: str, value: Any) -> None:
    if attribute is None:
        raise unknown(name)
    if attribute.name in document:
        raise refusal("invalidSyntax", f"{attribute.name} is given twice.")
    if attribute.is_written and (read := read_value(attribute, value)) is not None:
        document[attribute.name] = read


def _read_one(attribute: Attribute, value: Any) -> Any:
    if value is None:
        return None
    match attribute.type:
        case "complex":
            return _read_complex(attribute, value)
        case "boolean":
            return _read_boolean(attribute, value)
    if not isinstance(value, str):
        raise _wrong_type(attribute, "a text")
    return value or None


def _read_complex(attribute: Attribute, value: Any) -> Document | None:
    if not attribute.multi_valued:
        value = _unwrapped(attribute, value)
    return _read_object(attribute.name, attribute.by_name, value, attribute.ignored) or None


def _unwrapped(attribute: Attribute, value: Any) -> Any:
    """Return the one value of a list, and an object for the value alone."""
    if isinstance(value, list) and len(value) == 1:
        [value] = value
    return {"value": value} if isinstance(value, str) and "value" in attribute.by_name else value


def _read_object(name: str, by_name: Mapping[str, Attribute], value: Any, ignored: frozenset[str]) -> Document:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise refusal("invalidValue", f"{name} must be an object.")
    document: Document = {}
    for part_name, part_value in value.items():
        part = by_name.get(part_name.lower())
        if part is None:
            if part_name.lower() in ignored:
                continue
            raise unknown(f"{name}.{part_name}")
        if part.is_written and (read := read_value(part, part_value)) is not None:
            document[part.name] = read
    return document


def _read_boolean(attribute: Attribute, value: Any) -> bool:
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise _wrong_type(attribute, "true or false")
    return value


def _wrong_type(attribute: Attribute, expected: str) -> Invalid:
    return refusal("invalidValue", f"{attribute.name} must be {expected}.")
