"""Statement: one Allow or Deny of a policy, compiled."""

from dataclasses import dataclass

from gatepost.core.authz.actions import ActionElement, compile_actions
from gatepost.core.authz.conditions import AnyCondition, compile_conditions
from gatepost.core.authz.malformed import MalformedPolicyDocument
from gatepost.core.authz.principals import PrincipalElement, Reach, compile_principals
from gatepost.core.authz.request import Request
from gatepost.core.authz.resources import ResourceElement, compile_resources
from gatepost.core.authz.syntax import LEGACY_PARSING, StatementSource

MISSING_ACTIONS = "Policy statement must contain actions."


@dataclass(frozen=True, slots=True)
class Statement:
    """`resource` is None in a role's trust policy, `principal` in all but resource policies."""

    sid: str | None
    index: int
    allows: bool
    action: ActionElement
    resource: ResourceElement | None
    principal: PrincipalElement | None
    conditions: tuple[AnyCondition, ...]

    @property
    def is_about_everything(self) -> bool:
        """Whether it is about every resource."""
        return self.resource is not None and self.resource.everything and not self.resource.negated

    def applies(self, request: Request) -> bool:
        """Say whether the statement, in a policy of the principal's side, is about this request."""
        return (
            self.resource is not None
            and self.action.matches(request.action)
            and self.resource.matches(request.resource, request)
            and self._holds(request)
        )

    def reach(self, request: Request) -> Reach:
        """Say how directly the statement, in a resource's policy, speaks to the principal about this request."""
        if self.principal is None or not self.action.matches(request.action):
            return Reach.NONE
        if self.resource is not None and not self.resource.matches(request.resource, request):
            return Reach.NONE
        reach = self._reach_of_principal(self.principal, request)
        return reach if self._holds(request) else Reach.NONE

    def _holds(self, request: Request) -> bool:
        for condition in self.conditions:  # noqa: SIM110 - a generator costs as much as a condition
            if not condition.holds(request):
                return False
        return True

    def _reach_of_principal(self, principal: PrincipalElement, request: Request) -> Reach:
        # "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions boundary
        # policy attached, regardless of the values specified" (IAM User Guide, Permissions boundaries).
        if principal.negated and request.bounded and not self.allows:
            return Reach.PRINCIPAL
        return principal.reach(request.principal)


def compile_statement(source: StatementSource, index: int, *, variables: bool) -> Statement:
    """Compile a statement; `variables` says whether the policy's version knows them."""
    if source.effect not in {"Allow", "Deny"}:
        raise MalformedPolicyDocument(LEGACY_PARSING)
    return Statement(
        sid=source.sid or None,
        index=index,
        allows=source.effect == "Allow",
        action=_actions(source),
        resource=_resources(source, variables),
        principal=compile_principals(source.principal) if source.principal else None,
        conditions=compile_conditions(source.condition, variables=variables),
    )


def _actions(source: StatementSource) -> ActionElement:
    actions = source.action or source.not_action
    if not actions:
        raise MalformedPolicyDocument(MISSING_ACTIONS)
    return compile_actions(actions, negated=source.action is None)


def _resources(source: StatementSource, variables: bool) -> ResourceElement | None:
    resources = source.resource or source.not_resource
    if not resources:
        return None
    return compile_resources(resources, negated=source.resource is None, variables=variables)
