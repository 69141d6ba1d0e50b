"""The evaluator: JSON lines in, decisions out, so that anyone can run vectors through the policy language.

    python -m gatepost.core.authz < requests.jsonl

A request is one JSON object on one line:

    {"policies": {"identity": [DOCUMENT, …],              policies of the user or role; default none
                  "boundary": [DOCUMENT, …] or null,      permissions boundary; null or absent: there is none
                  "session": [DOCUMENT, …] or null,       session policies; null or absent: there are none
                  "service_control": [[DOCUMENT, …], …],  one list for each level, from the organisation's root down
                  "resource": [DOCUMENT, …]},             policies of the resource, or the role's trust policy
     "principal": "arn:aws:iam::111122223333:user/alice",
     "action": "sso:ListInstances",
     "resource": "arn:…",                                 default "*"
     "resource_account_id": "111122223333",               whose the resource is; absent: the account in its ARN, else the
                                                          principal's; null: the principal's
     "context": {"aws:SourceIp": "203.0.113.9"}}          a string, number, boolean or list of them for each key; null: none

A DOCUMENT is a policy as an object, or its text. A principal is the ARN of a user, role, role session, federated user session,
root user, SAML or OIDC provider or Identity Center user, or an account's number (its root user), a service's name, a provider's
host name, or "*" for nobody known; or an object with the fields of `gatepost.core.authz.Principal`:

    {"kind": "assumed_role", "arn": "arn:aws:sts::111122223333:assumed-role/r/s", "account_id": "111122223333",
     "role_arn": "arn:aws:iam::111122223333:role/path/r"}

where `kind` is root, user, assumed_role, federated_user, federated, service, anonymous or identity_center_user. Each answer is
one line, in order:

    {"decision": "Allow" | "ExplicitDeny" | "ImplicitDeny", "allowed": true | false,
     "layer": "identity" | "resource" | "boundary" | "session" | "service_control" | "root",
     "statement": {"sid": "…" or null, "index": 0, "policy": 0, "level": null} or null}

`index` counts the statements of a policy, `policy` the policies of a layer (for service control policies, of the `level`). A
line that cannot be decided is answered with `{"error": {"code": …, "message": …}}`, the code MalformedPolicyDocument for a
policy and ValidationError for the rest, and the next line is read. Policies are checked as IAM checks them, except that
version 2008-10-17 is taken everywhere, as in IAM's own policy simulator. An empty line is passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from typing import get_args

import orjson

from gatepost.core.authz.decision import Decision, Policies, decide
from gatepost.core.authz.document import Document
from gatepost.core.authz.malformed import MalformedPolicyDocument
from gatepost.core.authz.principals import ACCOUNT_ID, Principal, PrincipalKind, principal_from_arn
from gatepost.core.authz.trust import MISSING_RESOURCE, check_resource_policy, check_trust_policy
from gatepost.core.authz.validation import validate_simulated_policy
from gatepost.kit.errors import Invalid

MAX_LINE_BYTES = 4_194_304

_REQUEST_MEMBERS = frozenset({"policies", "principal", "action", "resource", "resource_account_id", "context"})
_POLICY_MEMBERS = frozenset(field.name for field in fields(Policies))
_PRINCIPAL_MEMBERS = frozenset(field.name for field in fields(Principal))

Check = Callable[[str | bytes], Document]


def evaluate_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Answer each line that is not empty with one line."""
    for line in lines:
        if line.strip():
            yield orjson.dumps(evaluate_line(line)) + b"\n"


def evaluate_line(line: bytes) -> dict[str, object]:
    """Answer one request; a bad one is answered too."""
    try:
        return _answer(_evaluate(_loaded(line)))
    except MalformedPolicyDocument as malformed:
        return _error("MalformedPolicyDocument", malformed.message)
    except Invalid as invalid:
        return _error("ValidationError", invalid.message)


def _evaluate(request: Mapping[str, object]) -> Decision:
    _only(request, _REQUEST_MEMBERS, "the request")
    principal = _principal(request.get("principal"))
    resource = _text(request.get("resource", "*"), "resource")
    return decide(
        _policies(_object(request.get("policies", {}), "policies")),
        principal,
        _text(request.get("action"), "action"),
        resource,
        _context(_object(request.get("context", {}), "context")),
        resource_account_id=_resource_account_id(request, resource),
    )


def _policies(policies: Mapping[str, object]) -> Policies:
    _only(policies, _POLICY_MEMBERS, "policies")
    levels = _list(policies.get("service_control") or [], "service_control")
    boundary, session = policies.get("boundary"), policies.get("session")
    return Policies(
        identity=_documents(policies.get("identity") or [], validate_simulated_policy),
        boundary=None if boundary is None else _documents(boundary, validate_simulated_policy),
        session=None if session is None else _documents(session, validate_simulated_policy),
        service_control=tuple(_documents(level, validate_simulated_policy) for level in levels),
        resource=_documents(policies.get("resource") or [], _check_resource_side),
    )


def _documents(documents: object, check: Check) -> tuple[Document, ...]:
    listed = documents if isinstance(documents, list) else [documents]
    return tuple(check(each if isinstance(each, str) else orjson.dumps(each)) for each in listed)


def _check_resource_side(text: str | bytes) -> Document:
    """Check a resource's policy; one in which a statement names no resource is a role's."""
    try:
        return check_resource_policy(text)
    except MalformedPolicyDocument as malformed:
        if malformed.message != MISSING_RESOURCE:
            raise
        return check_trust_policy(text)


def _principal(principal: object) -> Principal:
    if isinstance(principal, str):
        try:
            return principal_from_arn(principal)
        except ValueError as error:
            raise Invalid(str(error)) from None
    members = _object(principal, "principal")
    _only(members, _PRINCIPAL_MEMBERS, "the principal")
    texts = {name: _text(value, f"principal.{name}") for name, value in members.items() if value is not None}
    if texts.get("kind") not in get_args(PrincipalKind):
        raise Invalid(f"principal.kind is one of {', '.join(get_args(PrincipalKind))}.")
    return Principal(**texts)  # type: ignore[arg-type]  # the members are checked by name, the kind by value


def _resource_account_id(request: Mapping[str, object], resource: str) -> str | None:
    if "resource_account_id" in request:
        stated = request["resource_account_id"]
        return None if stated is None else _text(stated, "resource_account_id")
    segments = resource.split(":", 5)
    return segments[4] if len(segments) == 6 and ACCOUNT_ID.fullmatch(segments[4]) else None


def _context(context: Mapping[str, object]) -> dict[str, str | list[str]]:
    return {
        key: [_scalar(each, key) for each in value] if isinstance(value, list) else _scalar(value, key)
        for key, value in context.items()
        if value is not None
    }


def _scalar(value: object, key: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise Invalid(f"context[{key!r}] is a string, a number, a boolean or a list of them.")


def _answer(decision: Decision) -> dict[str, object]:
    return {
        "decision": decision.effect,
        "allowed": decision.allowed,
        "layer": decision.layer,
        "statement": asdict(decision.statement) if decision.statement else None,
    }


def _error(code: str, message: str) -> dict[str, object]:
    return {"error": {"code": code, "message": message}}


def _loaded(line: bytes) -> Mapping[str, object]:
    if len(line) > MAX_LINE_BYTES:
        raise Invalid(f"The line is longer than {MAX_LINE_BYTES} bytes.")
    try:
        return _object(orjson.loads(line), "the request")
    except orjson.JSONDecodeError as error:
        raise Invalid(f"The line is not JSON: {error}.") from None


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Invalid(f"{name} is an object.")
    return value


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list):
        raise Invalid(f"{name} is a list.")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise Invalid(f"{name} is a string that is not empty.")
    return value


def _only(value: Mapping[str, object], members: frozenset[str], name: str) -> None:
    if unknown := sorted(value.keys() - members):
        raise Invalid(f"{name} has no {unknown[0]}.")
