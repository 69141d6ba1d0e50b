"""The query protocol (awsQuery): a form with dotted names in, XML out."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from gatepost.doors.aws.wire import texts, xml
from gatepost.doors.aws.wire.bounded import MAX_DEPTH, check_size
from gatepost.doors.aws.wire.errors import WireError
from gatepost.doors.aws.wire.failures import malformed
from gatepost.doors.aws.wire.messages import Answer
from gatepost.doors.aws.wire.model import Shape
from gatepost.doors.aws.wire.shapes import Operation, Service
from gatepost.web.signing.request import Request

Tree = dict[str, "str | Tree"]

_MAX_POSITION_DIGITS: Final = 6


def decode(operation: Operation, request: Request, body_limit: int) -> dict[str, Any]:
    """Return the members as they came, not yet validated: `Tags.member.1.Key=a` is {"Tags": [{"Key": "a"}]}."""
    check_size(request.body, body_limit)
    return _structure(operation.input, _tree(request.form))


def encode(operation: Operation, output: Mapping[str, Any], request_id: str) -> Answer:
    """Return the answer: <XResponse><XResult>…</XResult><ResponseMetadata>…, without the result where there is no output."""
    name = operation.name
    result = xml.element(f"{name}Result", xml.content(operation.output)(output)) if operation.output else ""
    metadata = xml.element("ResponseMetadata", xml.element("RequestId", xml.escape(request_id)))
    document = xml.document(f"{name}Response", operation.service.xml_namespace, result + metadata)
    return Answer(200, _headers(request_id), document)


def encode_error(service: Service, error: WireError, request_id: str) -> Answer:
    """Return the answer of an error: <ErrorResponse><Error><Type/><Code/><Message/></Error><RequestId/>."""
    parts = {
        "Type": "Receiver" if error.is_ours else "Sender",
        "Code": error.code,
        "Message": error.message,
    }
    inner = "".join(xml.element(name, xml.escape(text)) for name, text in parts.items())
    content = xml.element("Error", inner) + xml.element("RequestId", xml.escape(request_id))
    headers = (*_headers(request_id), ("x-amzn-ErrorType", error.code))
    return Answer(error.status, headers, xml.document("ErrorResponse", service.xml_namespace, content))


def _tree(form: Mapping[str, str]) -> Tree:
    """Return dotted names as a tree; a name that is both a value and the beginning of others is malformed."""
    root: Tree = {}
    for name, value in form.items():
        *path, last = name.split(".", MAX_DEPTH)
        node = root
        for step in path:
            below = node.setdefault(step, {})
            if isinstance(below, str):
                raise malformed("A parameter contradicts another.")
            node = below
        if node.setdefault(last, value) is not value:
            raise malformed("A parameter contradicts another.")
    return root


def _read(shape: Shape, node: str | Tree) -> Any:
    if (read := _AGGREGATES.get(shape.kind)) is not None:
        # An empty list, map or structure is written as one empty value.
        return read(shape, {} if node == "" else node)
    if isinstance(node, dict):
        raise malformed("Start of structure or map found where not expected.")
    return texts.read(shape, node)


def _structure(shape: Shape, node: str | Tree) -> dict[str, Any]:
    tree = _as_tree(node)
    # Names that are no members are ignored: Action, Version, the parameters of a presigned URL.
    return {name: _read(shape.members[name].shape, below) for name, below in tree.items() if name in shape.members}


def _list(shape: Shape, node: str | Tree) -> list[Any]:
    return [_read(shape.item, below) for below in _in_order(_as_tree(node).get("member", {}))]


def _map(shape: Shape, node: str | Tree) -> dict[str, Any]:
    entries = [_as_tree(entry) for entry in _in_order(_as_tree(node).get("entry", {}))]
    found = {}
    for entry in entries:
        key, value = entry.get("key"), entry.get("value")
        if not isinstance(key, str) or value is None:
            raise malformed("An entry of a map has no key or no value.")
        found[key] = _read(shape.item, value)
    return found


def _in_order(node: str | Tree) -> list[str | Tree]:
    tree = _as_tree(node)
    for position in tree:
        if not (position.isascii() and position.isdigit() and len(position) <= _MAX_POSITION_DIGITS):
            raise malformed("A position in a list is not a number.")
    return [tree[position] for position in sorted(tree, key=int)]


def _as_tree(node: str | Tree) -> Tree:
    if isinstance(node, str):
        raise malformed("STRING_VALUE can not be converted to a structure, list or map")
    return node


_AGGREGATES: Final[Mapping[str, Callable[[Shape, str | Tree], Any]]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
}


def _headers(request_id: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id))
