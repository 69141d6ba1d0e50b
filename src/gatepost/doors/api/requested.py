"""One request to an endpoint: who calls, what with, and the call of the core that it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel
from werkzeug.wrappers import Request

from gatepost.core.access import delegation
from gatepost.core.actors import Actor
from gatepost.core.ask import Ask
from gatepost.core.call import Call, authorise, perform, record_failure
from gatepost.core.instances.model import Instance
from gatepost.doors.api.messages import Body, PageQuery
from gatepost.doors.visit import Visitors
from gatepost.kit.errors import Denied
from gatepost.kit.paging import Page, PageRequest, query_fingerprint

if TYPE_CHECKING:
    from gatepost.doors.api.endpoint import Endpoint

T = TypeVar("T")
EVENT_SOURCE = "gatepost.internal"


@dataclass(frozen=True, slots=True)
class Requested:
    """What an endpoint's function works with. `variables` are the path's; `body` and `query` are of the endpoint's models."""

    visitors: Visitors
    request: Request
    caller: Actor
    endpoint: "Endpoint"
    variables: Mapping[str, str]
    body: Body | None
    query: BaseModel | None

    @property
    def instance(self) -> Instance:
        """The organisation's instance, which the API administers."""
        return self.visitors.home(self.visitors.client(self.request))

    def perform(
        self,
        do: Callable[[Call], T],
        *,
        event_name: str = "",
        event_source: str = EVENT_SOURCE,
        on: Instance | None = None,
    ) -> T:
        """Run a use case on an instance, as an administrator: their policies must allow the endpoint's action on it.

        It is the organisation's unless `on` is another.
        """
        return perform(self.visitors.runtime, self._ask(event_name, event_source, on or self.instance), do)

    def require_permission(self) -> None:
        """Raise Denied, and record it, where `perform` would: before something is done outside a call."""
        ask = self._ask("", EVENT_SOURCE, self.instance)
        try:
            authorise(self.visitors.runtime, ask)
        except Denied as problem:
            record_failure(self.visitors.runtime, ask, problem)
            raise

    def _ask(self, event_name: str, event_source: str, instance: Instance) -> Ask:
        return Ask(
            actor=self.caller,
            action=self.endpoint.action,
            event_source=event_source,
            event_name=event_name,
            client=self.visitors.client(self.request),
            resources=(instance.arn,),
            writes=self.endpoint.writes,
            parameters=self._parameters(),
            owner_account_id=instance.owner_account_id,
            is_delegated=delegation.is_delegated(self.caller, instance),
            recipient_account_id=instance.owner_account_id,
        )

    def perform_own(self, do: Callable[[Call], T]) -> T:
        """Run a use case on what is the caller's own: the people's policy must have the endpoint's action."""
        ask = self.visitors.ask(
            self.request, self.caller, self.endpoint.action, EVENT_SOURCE, writes=self.endpoint.writes
        )
        return perform(self.visitors.runtime, ask, do)

    def page(self) -> PageRequest:
        """Return the page that the query, a `PageQuery`, asks for."""
        query = cast(PageQuery, self.query)
        after = self.visitors.runtime.page_tokens.open(query.page_token, self._fingerprint())
        return PageRequest(query.limit, after)

    def paged(self, name: str, page: Page[Any]) -> dict[str, Any]:
        """Return a page as the endpoint answers it: `name` holds the items, `next_page_token` goes on if there are more."""
        token = self.visitors.runtime.page_tokens.seal(page.next, self._fingerprint())
        return {name: list(page.items), **({"next_page_token": token} if token else {})}

    def _fingerprint(self) -> bytes:
        query = cast(PageQuery, self.query).model_dump(mode="json", exclude={"limit", "page_token"})
        return query_fingerprint(self.endpoint.action, {**query, **self.variables})

    def _parameters(self) -> Mapping[str, Any] | None:
        sent = self.body.for_the_record() if self.body is not None else {}
        asked = self.query.model_dump(mode="json", exclude_unset=True) if self.query is not None else {}
        return {**self.variables, **asked, **sent} or None
