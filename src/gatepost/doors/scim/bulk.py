"""/Bulk: many operations in one request, each by itself all or nothing (RFC 7644 section 3.7).

An operation waits for those whose ids it refers to by `bulkId:…`; where they wait for each other, one is carried out without
its references and completed at the end.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from gatepost.doors.scim import groups, users
from gatepost.doors.scim.errors import document_of, refusal, status_of
from gatepost.doors.scim.exchange import Answer, Exchange, Request
from gatepost.doors.scim.paths import Document
from gatepost.doors.scim.reading import require_object
from gatepost.kit.errors import Invalid, Problem
from gatepost.web import limits

BULK_REQUEST: Final = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
BULK_RESPONSE: Final = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
MOST_OPERATIONS: Final = 1_000
_PREFIX: Final = "bulkId:"

Handler = Callable[[Exchange], Answer]

_COLLECTIONS: Final[dict[str, Handler]] = {"Users": users.create, "Groups": groups.create}
_RESOURCES: Final[dict[tuple[str, str], Handler]] = {
    ("PUT", "Users"): users.replace,
    ("PATCH", "Users"): users.modify,
    ("DELETE", "Users"): users.delete,
    ("PUT", "Groups"): groups.replace,
    ("PATCH", "Groups"): groups.modify,
    ("DELETE", "Groups"): groups.delete,
}


@dataclass(slots=True)
class _Operation:
    """One operation, and its outcome once there is one."""

    method: str
    path: str
    bulk_id: str | None
    data: Any
    version: str | None
    references: frozenset[str]
    outcome: Document | None = None


@dataclass(slots=True)
class _Work:
    """All operations, the ids that bulkIds have come to stand for, and how many errors there are."""

    exchange: Exchange
    operations: list[_Operation]
    most_errors: int
    ids: dict[str, str] = field(default_factory=dict)
    errors: int = 0

    @property
    def goes_on(self) -> bool:
        """False once there were as many errors as the client is ready to see."""
        return self.most_errors == 0 or self.errors < self.most_errors

    @property
    def pending(self) -> list[_Operation]:
        """What has not been carried out yet."""
        return [each for each in self.operations if each.outcome is None]

    @property
    def awaited(self) -> set[str]:
        """The bulkIds that operations may still give an id to."""
        return {each.bulk_id for each in self.pending if each.bulk_id is not None and each.method == "POST"}


def respond(exchange: Exchange) -> Answer:
    """Carry out the operations and return the outcome of each, in the order in which they stand in the request."""
    message = {name.lower(): value for name, value in require_object(exchange.request.body).items()}
    if BULK_REQUEST not in (message.get("schemas") or ()):
        raise refusal("invalidSyntax", f"schemas must hold {BULK_REQUEST}.")
    work = _Work(exchange, list(_operations(message.get("operations"))), _most_errors(message.get("failonerrors")))
    _require_own_ids(work.operations)
    _carry_out(work)
    outcomes = [each.outcome for each in work.operations if each.outcome is not None]
    return Answer(200, {"schemas": [BULK_RESPONSE], "Operations": outcomes})


def _carry_out(work: _Work) -> None:
    while work.pending and work.goes_on:
        awaited = work.awaited
        ready = next((each for each in work.pending if not each.references & awaited), None)
        if ready is not None:
            _run(work, ready, ready.data)
        else:
            _run_circle(work, work.pending)


def _run_circle(work: _Work, circle: list[_Operation]) -> None:
    """Carry out what waits for each other: a creation without its references first, and the whole of it at the end."""
    first = next(each for each in circle if each.method == "POST")
    _run(work, first, _without_references(first.data, work.ids))
    if first.bulk_id not in work.ids:
        return
    _carry_out(work)
    completed = _Operation(
        "PUT", f"{first.path}/{work.ids[first.bulk_id or '']}", first.bulk_id, first.data, None, first.references
    )
    _run(work, completed, first.data)
    outcome = completed.outcome or {}
    if "response" in outcome:
        first.outcome = outcome | {"method": "POST"}
    elif first.outcome is not None and "version" in outcome:
        first.outcome["version"] = outcome["version"]


def _run(work: _Work, operation: _Operation, data: Any) -> None:
    outcome: Document = {"method": operation.method}
    if operation.bulk_id is not None:
        outcome["bulkId"] = operation.bulk_id
    operation.outcome = outcome
    try:
        answer = _answer(work, operation, data)
    except Problem as problem:
        work.errors += 1
        outcome |= {"status": str(status_of(problem)), "response": document_of(problem)}
        if operation.method != "POST":
            outcome["location"] = work.exchange.base_url + operation.path
        return
    outcome["status"] = str(answer.status)
    outcome["location"] = answer.headers.get("Location") or work.exchange.base_url + _resolved(operation.path, work.ids)
    if "ETag" in answer.headers:
        outcome["version"] = answer.headers["ETag"]
    if operation.method == "POST" and operation.bulk_id is not None:
        work.ids[operation.bulk_id] = outcome["location"].rpartition("/")[2]


def _answer(work: _Work, operation: _Operation, data: Any) -> Answer:
    path = tuple(_resolved(operation.path, work.ids).strip("/").split("/"))
    handler = _handler(operation, path)
    request = Request(operation.method, path, body=_resolved(data, work.ids), if_match=operation.version)
    return handler(work.exchange.of(request))


def _handler(operation: _Operation, path: tuple[str, ...]) -> Handler:
    handler = None
    if operation.method == "POST" and len(path) == 1:
        handler = _COLLECTIONS.get(path[0])
    elif len(path) == 2:
        handler = _RESOURCES.get((operation.method, path[0]))
    if handler is None:
        raise refusal("invalidPath", f"{operation.method} {operation.path[:64]!r} is nothing that /Bulk does.")
    return handler


def _operations(given: Any) -> Iterator[_Operation]:
    if not isinstance(given, list) or not given:
        raise refusal("invalidSyntax", "Operations must be a list of at least one operation.")
    if len(given) > MOST_OPERATIONS:
        raise Invalid(f"There are more than {MOST_OPERATIONS} operations.", reason=limits.TOO_LARGE)
    for each in given:
        members = {name.lower(): value for name, value in require_object(each).items()}
        method, path = _text(members, "method").upper(), _text(members, "path")
        bulk_id, version = (
            _text(members, "bulkid", required=method == "POST"),
            _text(members, "version", required=False),
        )
        data = members.get("data")
        references = frozenset(_references([path, data]))
        yield _Operation(method, path, bulk_id or None, data, version or None, references)


def _text(members: Document, name: str, *, required: bool = True) -> str:
    value = members.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or not value:
        raise refusal("invalidSyntax", f"An operation needs {name}, a text.")
    return value


def _most_errors(value: Any) -> int:
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise refusal("invalidValue", "failOnErrors must be a whole number.")
    return value


def _require_own_ids(operations: list[_Operation]) -> None:
    given = [each.bulk_id for each in operations if each.bulk_id is not None]
    if len(set(given)) < len(given):
        raise refusal("invalidValue", "Two operations have the same bulkId.")


def _references(value: Any) -> Iterator[str]:
    """Return every bulkId that is referred to, in a path or as a whole text of the data."""
    if isinstance(value, str):
        for part in value.split("/"):
            if part.startswith(_PREFIX):
                yield part.removeprefix(_PREFIX)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _references(each)


def _resolved(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _resolved(each, ids) for name, each in value.items()}
    if isinstance(value, list):
        return [_resolved(each, ids) for each in value]
    if not isinstance(value, str) or _PREFIX not in value:
        return value
    return "/".join(_resolved_part(part, ids) for part in value.split("/"))


def _resolved_part(part: str, ids: dict[str, str]) -> str:
    if not part.startswith(_PREFIX):
        return part
    found = ids.get(part.removeprefix(_PREFIX))
    if found is None:
        raise refusal("invalidValue", f"{part[:64]!r} stands for nothing that was made.")
    return found


def _without_references(value: Any, ids: dict[str, str]) -> Any:
    """Return data without the objects that refer to what is not there yet, such as a manager or a member."""
    if isinstance(value, list):
        return [_without_references(each, ids) for each in value if not _is_open(each, ids)]
    if isinstance(value, dict):
        return {name: _without_references(each, ids) for name, each in value.items() if not _is_open(each, ids)}
    return value


def _is_open(value: Any, ids: dict[str, str]) -> bool:
    texts = value.values() if isinstance(value, dict) else [value]
    return any(
        isinstance(each, str) and each.startswith(_PREFIX) and each.removeprefix(_PREFIX) not in ids for each in texts
    )
