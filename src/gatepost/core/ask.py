"""What a door asks of the core: who wants what of which resources, from where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gatepost.core.actors import Actor
from gatepost.kit.errors import Problem


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request came from. `region` is the one it was signed for, or the instance's own."""

    address: str
    user_agent: str
    request_id: str
    region: str
    is_secure: bool = False


def _meaning(problem: Problem) -> str:
    return problem.reason or type(problem).__name__


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks what of which resources, as the door understood it.

    `action` is the policy's name of it, `sso:CreateAccountAssignment`; `resources` are ARNs, none meaning `*`.
    `parameters` go into the event: the door has masked what is sensitive. `owner_account_id` owns the resources: an actor of
    another account is refused, unless `is_delegated`: its account administers them for the owner. `recipient_account_id` sees the event where the actor has no account. `error_code` and
    `response_elements` put an outcome into the door's own words for the event.
    `needs_permission` is False for what everybody may do (GetCallerIdentity) and for what decides by itself (AssumeRole).
    `idempotency` is the caller's token and `fingerprint` what must be the same when it comes again.
    """

    actor: Actor
    action: str
    event_source: str
    client: Client
    resources: tuple[str, ...] = ()
    writes: bool = False
    serializable: bool = False
    needs_permission: bool = True
    event_name: str = ""
    parameters: Mapping[str, Any] | None = None
    owner_account_id: str | None = None
    is_delegated: bool = False
    recipient_account_id: str = ""
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    idempotency: str | None = None
    fingerprint: Any = None
    error_code: Callable[[Problem], str] = _meaning
    response_elements: Callable[[Any], Mapping[str, Any] | None] | None = None

    @property
    def name(self) -> str:
        """The event's name: the action without its service, unless the door says otherwise."""
        return self.event_name or self.action.partition(":")[2]
