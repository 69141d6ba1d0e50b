"""decide: all the policies about a request, combined as AWS documents, into one Decision.

IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access", "Policy evaluation for requests
within a single account" and "Cross-account policy evaluation logic".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from gatepost.core.authz.document import Document
from gatepost.core.authz.principals import Principal, Reach
from gatepost.core.authz.request import Context, Request
from gatepost.core.authz.statement import Statement

Effect = Literal["Allow", "ExplicitDeny", "ImplicitDeny"]
Layer = Literal["service_control", "resource", "identity", "boundary", "session", "root"]

# Of all resource policies, "IAM role trust policies and KMS key policies are exceptions to this logic, because they must
# explicitly allow access for principals": a policy of the caller's own does not stand in for them.
_ROLE_TRUST_ACTIONS = frozenset(
    {
        "sts:assumerole",
        "sts:assumerolewithsaml",
        "sts:assumerolewithwebidentity",
        "sts:setcontext",
        "sts:setsourceidentity",
        "sts:tagsession",
    }
)
_KMS = "kms:"

# An application's actor policy says who may speak for it, and its account's other policies do not stand in for it either.
_ACTOR_POLICY_ACTION = "sso-oauth:createtokenwithiam"


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies about one request, by kind.

    `boundary` and `session` are None where there is none; an empty tuple is one that allows nothing. `service_control` has one
    tuple for each level from the organisation's root to the account, each of which must allow; no levels, no such policies.
    """

    identity: tuple[Document, ...] = ()
    boundary: tuple[Document, ...] | None = None
    session: tuple[Document, ...] | None = None
    service_control: tuple[tuple[Document, ...], ...] = ()
    resource: tuple[Document, ...] = ()

    def depend_on_resource(self, action: str) -> bool:
        """Say whether a decision about an action may be another for another resource in the same context."""
        named = any(document.names_resources for document in self._documents())
        return named or action.lower() in _ROLE_TRUST_ACTIONS or action.lower().startswith(_KMS)

    @property
    def need_context(self) -> bool:
        """Whether any of them looks at the context of a request at all."""
        return any(document.keys for document in self._documents())

    def look_at(self, prefix: str) -> bool:
        """Say whether any of them looks at a context key that begins so; `prefix` is folded."""
        return any(key.startswith(prefix) for document in self._documents() for key in document.keys)

    def _documents(self) -> Iterator[Document]:
        kinds = (self.identity, self.boundary or (), self.session or (), *self.service_control, self.resource)
        return chain.from_iterable(kinds)


@dataclass(frozen=True, slots=True)
class StatementRef:
    """Which statement decided: its Sid if it has one, its index in its policy, the policy's in its layer.

    `level` is the level of the organisation, 0 at the root, for a service control policy.
    """

    sid: str | None
    index: int
    policy: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and by what.

    `layer` is the kind of policy that decided: the one that denies, the one in which no statement allows, or the one whose
    statement grants. `root` is the account's root user, who needs none. `statement` is None for an implicit deny.
    """

    effect: Effect
    layer: Layer
    statement: StatementRef | None = None

    @property
    def allowed(self) -> bool:
        """Whether the request may go on."""
        return self.effect == "Allow"


_NO_RESOURCE_ALLOW: tuple[Reach, StatementRef | None] = (Reach.NONE, None)
_NOT_BY_RESOURCE = Decision("ImplicitDeny", "resource")


def decide(
    policies: Policies,
    principal: Principal,
    action: str,
    resource: str,
    context: Context,
    *,
    resource_account_id: str | None = None,
) -> Decision:
    """Decide whether a principal may do an action (`sso:ListInstances`) on a resource (an ARN, or `*`).

    `context` holds the request's context keys in any case, with a string or several for each: booleans are "true" and
    "false", dates ISO 8601 or epoch seconds. `resource_account_id` is the account that owns the resource; None is the
    principal's own.
    """
    request = Request(principal, action, resource, context, bounded=policies.boundary is not None)
    return (
        _explicit_deny(policies, request)
        or _organization_deny(policies, request)
        or _grant(policies, request, resource_account_id)
    )


def _explicit_deny(policies: Policies, request: Request) -> Decision | None:
    """Look for a Deny in every policy: "an explicit deny in any policy overrides any allows".

    Of a principal without an account only the resource's policies speak.
    """
    if not request.principal.has_account:
        return _resource_deny(policies.resource, request)
    for level, documents in enumerate(policies.service_control):
        if denied := _deny("service_control", documents, request, level):
            return denied
    return (
        _resource_deny(policies.resource, request)
        or _deny("identity", policies.identity, request)
        or _deny("boundary", policies.boundary or (), request)
        or _deny("session", policies.session or (), request)
    )


def _deny(layer: Layer, documents: tuple[Document, ...], request: Request, level: int | None = None) -> Decision | None:
    for position, document in enumerate(documents):
        for statement in document.denies:
            if statement.applies(request):
                return Decision("ExplicitDeny", layer, _reference(statement, position, level))
    return None


def _resource_deny(documents: tuple[Document, ...], request: Request) -> Decision | None:
    for position, document in enumerate(documents):
        for statement in document.denies:
            if statement.reach(request):
                return Decision("ExplicitDeny", "resource", _reference(statement, position))
    return None


def _organization_deny(policies: Policies, request: Request) -> Decision | None:
    """Check that each level of the organisation allows; service control policies speak about its accounts' principals only."""
    if request.principal.has_account:
        for documents in policies.service_control:
            if _allow(documents, request) is None:
                return Decision("ImplicitDeny", "service_control")
    return None


def _grant(policies: Policies, request: Request, resource_account_id: str | None) -> Decision:
    """Look for who grants, once nobody denies."""
    reach, statement = _resource_allow(policies.resource, request) if policies.resource else _NO_RESOURCE_ALLOW
    if not request.principal.has_account:
        return _by_resource(statement) if reach is Reach.PRINCIPAL else _NOT_BY_RESOURCE
    if resource_account_id is None or resource_account_id == request.principal.account_id:
        return _grant_in_account(policies, request, reach, statement)
    if reach is Reach.NONE:
        return _NOT_BY_RESOURCE
    by_caller = _own_side(policies, request)
    return _by_resource(statement) if by_caller.allowed else by_caller


def _grant_in_account(policies: Policies, request: Request, reach: Reach, statement: StatementRef | None) -> Decision:
    if reach is Reach.PRINCIPAL:
        # "… an implicit deny in an identity-based policy, a permissions boundary, or a session policy does not impact the
        # final decision."
        return _by_resource(statement)
    if reach is Reach.ENTITY:
        return _limit(policies, request) or _by_resource(statement)
    if reach is Reach.NONE and _must_be_granted_by_resource(policies, request):
        return _NOT_BY_RESOURCE
    return _own_side(policies, request)


def _own_side(policies: Policies, request: Request) -> Decision:
    """Decide by the policies of the principal's own account."""
    if request.principal.kind == "root":
        return _limit(policies, request) or Decision("Allow", "root")
    statement = _allow(policies.identity, request)
    if statement is None:
        return Decision("ImplicitDeny", "identity")
    return _limit(policies, request) or Decision("Allow", "identity", statement)


def _limit(policies: Policies, request: Request) -> Decision | None:
    """Check what limits a grant: the permissions boundary, then the session policy."""
    if policies.boundary is not None and _allow(policies.boundary, request) is None:
        return Decision("ImplicitDeny", "boundary")
    if policies.session is None:
        # "If there is no session policy, … if the principal is a role session, then the request is Allowed. Otherwise, the
        # request is implicitly denied": a federated user's session has no permissions but those of its session policy.
        return Decision("ImplicitDeny", "session") if request.principal.kind == "federated_user" else None
    return Decision("ImplicitDeny", "session") if _allow(policies.session, request) is None else None


def _allow(documents: tuple[Document, ...], request: Request) -> StatementRef | None:
    for position, document in enumerate(documents):
        for statement in document.allows:
            if statement.applies(request):
                return _reference(statement, position)
    return None


def _resource_allow(documents: tuple[Document, ...], request: Request) -> tuple[Reach, StatementRef | None]:
    """Return the most direct grant of the resource's policies."""
    best, reference = _NO_RESOURCE_ALLOW
    for position, document in enumerate(documents):
        for statement in document.allows:
            reach = statement.reach(request)
            if reach > best:
                best, reference = reach, _reference(statement, position)
    return best, reference


def _by_resource(statement: StatementRef | None) -> Decision:
    return Decision("Allow", "resource", statement)


def _must_be_granted_by_resource(policies: Policies, request: Request) -> bool:
    if request.action in _ROLE_TRUST_ACTIONS:
        return ":role/" in request.resource
    is_of_kind = request.action.startswith("kms:") or request.action == _ACTOR_POLICY_ACTION
    return is_of_kind and bool(policies.resource)


def _reference(statement: Statement, position: int, level: int | None = None) -> StatementRef:
    return StatementRef(statement.sid, statement.index, position, level)
