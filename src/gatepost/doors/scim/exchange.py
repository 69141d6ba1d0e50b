"""One request as the endpoints see it, who sends it, and what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from gatepost.core.actors import Actor
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, perform
from gatepost.core.provisioning.model import Bearer, Profile
from gatepost.core.signin.model import Person
from gatepost.doors.scim.errors import code_of
from gatepost.doors.scim.masking import masked
from gatepost.kit import arns
from gatepost.kit.errors import NotFound
from gatepost.kit.ids import DIRECTORY_ID

T = TypeVar("T")

EVENT_SOURCE: Final = "identitystore-scim.amazonaws.com"
SERVICE: Final = "identitystore-scim"


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose body is parsed; `path` is what stands behind /scim/v2, a name at a time."""

    method: str
    path: tuple[str, ...]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    if_match: str | None = None
    if_none_match: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a document where there is one, and the header fields that belong to it."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a request is about, by whoever sends it: an identity store, and the resource on which permission is asked for.

    `issuer` is who issued the external ids that are shown. Of a person there is no tenant, and no external id is theirs.
    """

    identity_store_id: str
    owner_account_id: str
    resource: str
    tenant_id: str = ""
    issuer: str = ""
    profile: Profile = "rfc"

    @classmethod
    def of_bearer(cls, bearer: Bearer) -> "Scope":
        """Return all of the identity store that a token's bearer provisions."""
        tenant, owner = bearer.tenant, bearer.owner_account_id
        resource = arns.identity_store(owner, tenant.identity_store_id)
        return cls(tenant.identity_store_id, owner, resource, tenant.tenant_id, tenant.issuer, bearer.profile)

    @classmethod
    def of_person(cls, person: Person) -> "Scope":
        """Return what a signed-in person sees: themselves."""
        resource = arns.identity_store_user(person.user_id)
        return cls(person.identity_store_id, person.account_id, resource)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, whose sender has been recognised; `base_url` is what every location begins with."""

    runtime: Runtime
    client: Client
    actor: Actor
    scope: Scope
    base_url: str
    request: Request

    @property
    def identity_store_id(self) -> str:
        """The identity store that is provisioned."""
        return self.scope.identity_store_id

    @property
    def tenant_id(self) -> str:
        """The tenant that the bearer belongs to."""
        return self.scope.tenant_id

    @property
    def issuer(self) -> str:
        """Who issued the external ids of this tenant."""
        return self.scope.issuer

    @property
    def is_aws(self) -> bool:
        """Whether the bearer expects what Identity Center's own endpoint does."""
        return self.scope.profile == "aws"

    def resource_id(self, kind: str) -> str:
        """Return the id in the path, or raise NotFound where it cannot be that of a user or a group, which `kind` says."""
        resource_id = self.request.path[1]
        if not DIRECTORY_ID.fullmatch(resource_id):
            raise NotFound(f"There is no {kind} with the id {resource_id[:64]!r}.")
        return resource_id

    def of(self, request: Request) -> "Exchange":
        """Return the exchange of a request that came within this one, as those in /Bulk do."""
        return replace(self, request=request)

    def read(self, name: str, do: Callable[[Call], T]) -> T:
        """Run a call that only reads, under the name that CloudTrail has for it."""
        return perform(self.runtime, self._ask(name, writes=False), do)

    def write(self, name: str, do: Callable[[Call], T]) -> T:
        """Run a call that writes: all or nothing."""
        return perform(self.runtime, self._ask(name, writes=True), do)

    def _ask(self, name: str, *, writes: bool) -> Ask:
        return Ask(
            actor=self.actor,
            action=f"{SERVICE}:{name}",
            event_source=EVENT_SOURCE,
            client=self.client,
            resources=(self.scope.resource,),
            writes=writes,
            parameters=self._parameters(),
            owner_account_id=self.scope.owner_account_id,
            error_code=code_of,
            response_elements=_elements,
        )

    def _parameters(self) -> Mapping[str, Any]:
        request = self.request
        parameters: dict[str, Any] = {"tenantId": self.tenant_id} if self.tenant_id else {}
        if len(request.path) > 1:
            parameters["id"] = request.path[1][:128]
        if request.query:
            parameters["query"] = {name: masked(value) for name, value in request.query.items()}
        if request.body is not None:
            parameters["httpBody"] = masked(request.body)
        return parameters


def _elements(answer: Any) -> Mapping[str, Any] | None:
    """Return what an event tells of an answer: what names the resource, and nothing of its owner."""
    body = answer.body if isinstance(answer, Answer) else None
    return {name: body[name] for name in ("schemas", "id", "meta") if name in body} if isinstance(body, dict) else None
