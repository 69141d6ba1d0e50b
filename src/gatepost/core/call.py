"""One call: decide, do, record, in one transaction, for every door.

A door turns its request into an `Ask` and gives it to `perform` with the use case to run. The use case gets a `Call`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol, TypeVar

import orjson
from structlog.typing import FilteringBoundLogger

from gatepost.core import idempotency, recording
from gatepost.core.actors import Actor
from gatepost.core.ask import Ask, Client
from gatepost.core.audit import store as audit_store
from gatepost.core.audit.model import Event, EventDraft
from gatepost.core.audit.writer import EventWriter
from gatepost.core.authz import decide
from gatepost.core.authz.denial import denial_message
from gatepost.core.queue import store as queue_store
from gatepost.core.queue.model import Job
from gatepost.core.tagging import store as tagging_store
from gatepost.kit import ids
from gatepost.kit.clock import Clock
from gatepost.kit.entropy import Entropy
from gatepost.kit.errors import Conflict, Denied, Problem, Refused
from gatepost.kit.paging import PageTokens
from gatepost.kit.vault import Vault
from gatepost.settings import Settings
from gatepost.store.database import Database, Transaction, ping
from gatepost.store.errors import TryAgain

T = TypeVar("T")

_RESOURCE_TAG = "aws:ResourceTag/"


class Bell(Protocol):
    """Wakes whoever waits for jobs of a kind; without it they are found a moment later."""

    def ring(self, kind: str) -> None:
        """Say that there is a job of this kind."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What every call of this process shares."""

    settings: Settings
    database: Database
    clock: Clock
    entropy: Entropy
    vault: Vault
    page_tokens: PageTokens
    events: EventWriter
    bell: Bell
    log: FilteringBoundLogger


@dataclass(slots=True)
class Call:
    """What a use case works with: the transaction, the moment, who asks, and the event that is being made.

    `tx` goes to the concept's own store.py; `event` takes what only the use case knows; `more_events` are recorded beside it.
    """

    runtime: Runtime
    tx: Transaction
    actor: Actor
    client: Client
    now: datetime
    event: EventDraft
    more_events: list[EventDraft] = field(default_factory=list)
    rings: set[str] = field(default_factory=set)

    @property
    def request_id(self) -> str:
        """The id that the answer carries."""
        return self.client.request_id

    @property
    def entropy(self) -> Entropy:
        """The source of ids and tokens: `ids.new_uuid(call.entropy)`."""
        return self.runtime.entropy

    @property
    def vault(self) -> Vault:
        """Seals what must not lie in the database in clear."""
        return self.runtime.vault

    @property
    def settings(self) -> Settings:
        """How this installation runs."""
        return self.runtime.settings

    def enqueue(self, kind: str, payload: Mapping[str, Any], *, delay: timedelta = timedelta()) -> None:
        """Ask for work after this call: it is there if, and only if, the call commits."""
        self.enqueue_all(kind, [payload], delay=delay)

    def enqueue_all(self, kind: str, payloads: Sequence[Mapping[str, Any]], *, delay: timedelta = timedelta()) -> None:
        """Ask for as many pieces of work as there are payloads."""
        due_at = self.now + delay
        made = [Job(ids.new_uuid(self.entropy), kind, payload, due_at, 0, None, None) for payload in payloads]
        queue_store.insert_jobs(self.tx, made)
        self.rings.add(kind)


def identify(runtime: Runtime, client: Client, resolve: Callable[[Call], T], nobody: Actor) -> T:
    """Turn a credential into an actor: run `resolve`, which looks it up, in a read of its own that leaves no event."""
    now = runtime.clock.now()
    draft = EventDraft("Identify", "")
    return runtime.database.read(lambda tx: resolve(Call(runtime, tx, nobody, client, now, draft)))


def perform(runtime: Runtime, ask: Ask, do: Callable[[Call], T]) -> T:
    """Run one call: decide, do, record; all or nothing, except that a Refused keeps what it learned."""
    try:
        if ask.needs_permission:
            authorise(runtime, ask)
        return _write(runtime, ask, do) if ask.writes else _read(runtime, ask, do)
    except Refused:
        raise
    except Problem as problem:
        record_failure(runtime, ask, problem)
        raise


def is_ready(runtime: Runtime) -> None:
    """Raise Unavailable where the database does not answer."""
    runtime.database.read(ping)


def run_inside(runtime: Runtime, ask: Ask, tx: Transaction, do: Callable[[Call], object]) -> set[str]:
    """Run work of Gatepost's own in the caller's transaction; return the kinds of jobs to ring for after its commit.

    Such work leaves the events it adds itself: the job as such is nobody's action.
    """
    call = _new_call(runtime, ask, tx)
    do(call)
    events = [_event(ask, draft, call, None, None) for draft in call.more_events]
    if events:
        audit_store.insert_events(tx, events)
    return call.rings


def authorise(runtime: Runtime, ask: Ask) -> None:
    """Raise Denied unless the actor's policies allow the action on every resource."""
    if (denied := find_denial(runtime, ask)) is not None:
        raise denied


def find_denial(runtime: Runtime, ask: Ask) -> Denied | None:
    """Return what `perform` would refuse an ask with, and None where it is allowed: nothing is done and nothing recorded."""
    context = _context(runtime, ask) if ask.actor.policies.need_context else {}
    tags = _tags_of_resources(runtime, ask)
    for resource in _resources_to_decide(ask, tags):
        decision = decide(
            ask.actor.policies,
            ask.actor.principal,
            ask.action,
            resource,
            {**context, **tags.get(resource, {})},
            resource_account_id=None if ask.is_delegated else ask.owner_account_id,
        )
        if not decision.allowed:
            return Denied(denial_message(decision, ask.actor.principal, ask.action, resource))
    return None


def _resources_to_decide(ask: Ask, tags: Mapping[str, object]) -> tuple[str, ...]:
    """Return the resources to decide about: the first stands for all where nothing tells them apart."""
    if not ask.resources:
        return ("*",)
    return ask.resources if tags or ask.actor.policies.depend_on_resource(ask.action) else ask.resources[:1]


def _context(runtime: Runtime, ask: Ask) -> Mapping[str, str | tuple[str, ...]]:
    return {**conditions(ask.actor, ask.client, runtime.clock.now()), **ask.context}


def _tags_of_resources(runtime: Runtime, ask: Ask) -> Mapping[str, Mapping[str, str]]:
    """Return condition keys of the resources' tags, by resource: looked up only where a policy of the actor's asks for any."""
    if not ask.resources or not ask.actor.policies.look_at(_RESOURCE_TAG.lower()):
        return {}
    found = runtime.database.read(lambda tx: tagging_store.tags_by_resource(tx, ask.resources))
    return {arn: {f"{_RESOURCE_TAG}{key}": value for key, value in tags.items()} for arn, tags in found.items()}


def _read(runtime: Runtime, ask: Ask, do: Callable[[Call], T]) -> T:
    call, answer = runtime.database.read(lambda tx: _run(runtime, ask, tx, do))
    for event in _events(call, ask, None, answer if isinstance(answer, Refused) else None):
        runtime.events.put(event)
    return _answer(answer)


def _write(runtime: Runtime, ask: Ask, do: Callable[[Call], T]) -> T:
    def attempt(tx: Transaction) -> "tuple[Call, T | Refused]":
        if ask.idempotency is not None and (known := _known_answer(runtime, tx, ask)) is not None:
            return _new_call(runtime, ask, tx), known
        call, answer = _run(runtime, ask, tx, do)
        refused = answer if isinstance(answer, Refused) else None
        if ask.idempotency is not None:
            _remember(tx, ask, answer)
        audit_store.insert_events(tx, _events(call, ask, None if refused else answer, refused))
        return call, answer

    call, answer = runtime.database.write(attempt, serializable=ask.serializable)
    for kind in call.rings:
        runtime.bell.ring(kind)
    return _answer(answer)


def _run(runtime: Runtime, ask: Ask, tx: Transaction, do: Callable[[Call], T]) -> "tuple[Call, T | Refused]":
    call = _new_call(runtime, ask, tx)
    try:
        return call, do(call)
    except Refused as refused:
        # Its counters and revocations must survive: it leaves the transaction as an answer, not as an exception.
        return call, refused


def _new_call(runtime: Runtime, ask: Ask, tx: Transaction) -> Call:
    return Call(runtime, tx, ask.actor, ask.client, runtime.clock.now(), EventDraft(ask.name, ask.event_source))


def _answer(answer: "T | Refused") -> T:
    if isinstance(answer, Refused):
        raise answer
    return answer


def record_failure(runtime: Runtime, ask: Ask, problem: Problem) -> None:
    """Leave the event of an ask that was denied or went wrong; it needs no transaction of its own."""
    draft = EventDraft(ask.name, ask.event_source)
    runtime.events.put(
        recording.event_of(ask, draft, runtime.clock.now(), ids.new_uuid(runtime.entropy), problem=problem)
    )


def _events(call: Call, ask: Ask, answer: Any, problem: Problem | None) -> list[Event]:
    first = _event(ask, call.event, call, answer, problem)
    return [first, *(_event(ask, draft, call, None, problem) for draft in call.more_events)]


def _event(ask: Ask, draft: EventDraft, call: Call, answer: Any, problem: Problem | None) -> Event:
    return recording.event_of(ask, draft, call.now, ids.new_uuid(call.entropy), answer=answer, problem=problem)


def conditions(actor: Actor, client: Client, now: datetime) -> dict[str, str | tuple[str, ...]]:
    """Return the condition keys that every request has (IAM User Guide, "AWS global condition context keys")."""
    context: dict[str, str | tuple[str, ...]] = {
        "aws:CurrentTime": now.isoformat(),
        "aws:EpochTime": str(int(now.timestamp())),
        "aws:SourceIp": client.address,
        "aws:UserAgent": client.user_agent,
        "aws:RequestedRegion": client.region,
        "aws:SecureTransport": "true" if client.is_secure else "false",
        "aws:PrincipalArn": actor.principal.role_arn or actor.arn,
        "aws:PrincipalAccount": actor.account_id,
        "aws:PrincipalType": actor.type,
        "aws:userid": actor.principal_id,
    }
    if actor.organization_id:
        context["aws:PrincipalOrgID"] = actor.organization_id
    context.update(actor.context)
    return context


def _known_answer(runtime: Runtime, tx: Transaction, ask: Ask) -> Any | None:
    """Return what was answered under the caller's token; where nothing was, the token is this call's from now on."""
    key, fingerprint = _idempotency_key(ask), _fingerprint(ask)
    if idempotency.claim(tx, key, fingerprint, runtime.clock.now()):
        return None
    known = idempotency.find(tx, key)
    if known is None:
        raise TryAgain  # swept, or given back, in this very moment
    if known.fingerprint != fingerprint:
        raise Conflict("The client token was used before with other parameters.", reason="IdempotentParameterMismatch")
    return known.answer


def _remember(tx: Transaction, ask: Ask, answer: Any) -> None:
    if isinstance(answer, Refused):
        idempotency.forget(tx, _idempotency_key(ask))
    else:
        idempotency.keep(tx, _idempotency_key(ask), answer)


def _idempotency_key(ask: Ask) -> tuple[str, str, str]:
    return ask.actor.arn, ask.action, ask.idempotency or ""


def _fingerprint(ask: Ask) -> str:
    return sha256(orjson.dumps(ask.fingerprint, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()
