"""A visit to the console: who administers what with which role, and how a page asks the core in that role's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.access import delegation
from gatepost.core.actors import Actor
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, find_denial, identify, perform, record_failure
from gatepost.core.instances.model import Instance
from gatepost.core.organization import accounts
from gatepost.core.signin import sessions
from gatepost.core.tokens import console_sessions
from gatepost.core.tokens.console_sessions import ConsoleSession
from gatepost.doors.console import conditions, wording
from gatepost.doors.console.acts import Act
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit import arns, ids
from gatepost.kit.errors import Denied, NotFound, Problem, Unauthenticated
from gatepost.web import csrf, errors, uploads
from gatepost.web.dispatch import Handler
from gatepost.web.languages import ENGLISH, Language
from gatepost.web.limits import Form
from gatepost.web.uploads import Upload

T = TypeVar("T")

HOME: Final = "/console"
ONCE: Final = "once"
"""The form field that makes a form do once what it does, however often it is sent."""

_LONGEST_TOKEN: Final = 256
_FOREIGN_FORM: Final = frozenset({csrf.EXPIRED, csrf.FOREIGN, csrf.MISSING})


@dataclass(frozen=True, slots=True)
class Looked(Generic[T]):
    """What a part of a page shows: what was found, or why the role may not look."""

    found: T | None
    denied: str | None = None


@dataclass(frozen=True, slots=True)
class Administrator:
    """Whose visit it is: the signed-in person, their role at work, and the instance that its account administers."""

    person: Actor
    session: ConsoleSession
    account_name: str
    instance: Instance | None

    @property
    def actor(self) -> Actor:
        """Who the console's calls are made by."""
        return self.session.actor


@dataclass
class Visit:
    """One request of an administrator."""

    console: "Console"
    request: Request
    administrator: Administrator
    _denials: dict[tuple[str, tuple[str, ...]], str | None] = field(default_factory=dict)

    @property
    def runtime(self) -> Runtime:
        """What every call of this process shares."""
        return self.console.runtime

    @cached_property
    def client(self) -> Client:
        """Where the request comes from."""
        return self.console.client(self.request)

    @property
    def instance(self) -> Instance:
        """The instance that is administered; NotFound where the account administers none."""
        if self.administrator.instance is None:
            raise NotFound("The account of your role administers no instance of Identity Center.", reason="NoInstance")
        return self.administrator.instance

    @property
    def store_id(self) -> str:
        """The identity store of that instance."""
        return self.instance.identity_store_id

    def query(self, name: str) -> str:
        """Return a parameter of the page's address, without blanks around it and not longer than a name can be."""
        return self.request.args.get(name, "").strip()[:256]

    def perform(
        self,
        act: Act,
        do: Callable[[Call], T],
        *,
        on: tuple[str, ...] = (),
        parameters: Mapping[str, Any] | None = None,
        once: str = "",
        fingerprint: Any = None,
    ) -> T:
        """Do one act in the role's name, as the API would: allowed by policy, recorded as one event.

        `once` is the form's own token: what was done under it is not done again, and its answer must be plain data; sent with
        another `fingerprint`, which is the parameters unless it is given, it is a Conflict.
        """
        ask = self._ask(act, on, parameters)
        if once:
            ask = replace(ask, idempotency=once[:_LONGEST_TOKEN], fingerprint=fingerprint or parameters)
        if act.service == "identitystore" and not self.instance.admits_to_identity_store(self.client.address):
            denied = Denied(f"The identity store does not allow access from your network ({self.client.address}).")
            record_failure(self.runtime, ask, denied)
            raise denied
        return perform(self.runtime, ask, do)

    def look(
        self,
        act: Act,
        do: Callable[[Call], T],
        *,
        on: tuple[str, ...] = (),
        parameters: Mapping[str, Any] | None = None,
    ) -> Looked[T]:
        """Read for a part of a page, which says why where the role may not."""
        try:
            return Looked(self.perform(act, do, on=on, parameters=parameters))
        except Denied:
            return Looked(None, wording.denial(self.administrator.session.role_name, act.action))

    def denial(self, act: Act, *on: str) -> str | None:
        """Return why the role may not do something, and None where it may: asked of policy, nothing is done."""
        key = (act.action, on)
        if key not in self._denials:
            denied = find_denial(self.runtime, self._ask(act, on, None))
            role_name = self.administrator.session.role_name
            self._denials[key] = None if denied is None else wording.denial(role_name, act.action)
        return self._denials[key]

    def require(self, act: Act, *on: str) -> None:
        """Refuse what the role may not do, before a page asks for it."""
        if (denied := self.denial(act, *on)) is not None:
            raise Denied(denied)

    def user_arn(self, user_id: str) -> tuple[str, ...]:
        """Return what an act on a user is about, as the API names it."""
        return (self.store_arn, arns.identity_store_user(user_id))

    @property
    def store_arn(self) -> str:
        """The identity store as policies name it."""
        return self.instance.identity_store_arn

    def form(self) -> Form:
        """Return the form that was sent, once its CSRF token is checked."""
        return self.console.form(self.request)

    def upload(self, field: str, most_bytes: int) -> Upload:
        """Return a form with a file, once its CSRF token is checked."""
        upload = uploads.read_upload(self.request.environ, field, most_bytes)
        session = self.console.cookies.session.read(self.request)
        self.console.csrf.require(self.request, upload.form, session, self.runtime.clock.now())
        return upload

    def render(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """Return a page of the console, in its frame."""
        return self.console.render(self.request, f"console/{template}", status=status, **self._frame(), **context)

    def go(self, path: str, done: str | None = None) -> Response:
        """Send the administrator on to a page, which says what was done: a word of `wording.DONE`."""
        return redirect(path if done is None else f"{path}{'&' if '?' in path else '?'}done={done}", 303)

    def _frame(self) -> dict[str, Any]:
        administrator = self.administrator
        session = administrator.session
        return {
            "csrf_token": self.console.csrf_token(self.request),
            "once": ids.new_token(self.runtime.entropy),
            "user": {"display_name": administrator.person.user_name or "", "user_name": administrator.person.user_name},
            "role": {
                "name": session.role_name,
                "account_id": session.account_id,
                "account_name": administrator.account_name,
                "expires_at": session.expires_at,
            },
            "administers": administrator.instance is not None,
            "path": self.request.path,
            "done": wording.DONE.get(self.query("done")),
        }

    def _ask(self, act: Act, on: tuple[str, ...], parameters: Mapping[str, Any] | None) -> Ask:
        administrator = self.administrator
        owner, is_delegated = None, False
        if act.is_of_the_instance:
            owner = self.instance.owner_account_id
            is_delegated = delegation.is_delegated(administrator.actor, self.instance)
        elif act.service == "organizations":
            owner = self.console.home(self.client).owner_account_id
            is_delegated = bool(administrator.actor.delegated_services) and not act.writes
        return Ask(
            actor=administrator.actor,
            action=act.action,
            event_source=act.event_source,
            event_name=act.event,
            client=self.client,
            resources=on,
            writes=act.writes,
            parameters=parameters,
            owner_account_id=owner,
            is_delegated=is_delegated,
            context=conditions.of_request(on, parameters or {}),
            recipient_account_id=self.console.home(self.client).owner_account_id,
            error_code=wording.error_code,
        )


Page = Callable[..., Response]
"""What answers a request to the console: takes the visit, and the variables of its route by name."""


class Console(Site):
    """The console of one installation, and who visits it."""

    def language_of(self, request: Request) -> Language:
        """Return English, in which the console's own texts are written."""
        return ENGLISH

    def page(self, respond: Page) -> Handler:
        """Return the handler of a page that only an administrator with an open console gets."""

        def handle(request: Request, **variables: str) -> Response:
            session = self.session(request)
            if session is None:
                return _elsewhere(request, to_sign_in(request))
            person = sessions.actor_of(session)
            administrator = self._administrator(request, person)
            if administrator is None:
                return _elsewhere(request, redirect("/?console=ended", 303))
            response = self._answer(Visit(self, request, administrator), respond, variables)
            self.keep_alive(request, person, session)
            return response

        return handle

    def _answer(self, visit: Visit, respond: Page, variables: Mapping[str, str]) -> Response:
        try:
            return respond(visit, **variables)
        except (Denied, NotFound) as problem:
            if problem.reason in _FOREIGN_FORM:
                raise
            return _problem(visit, problem)

    def _administrator(self, request: Request, person: Actor) -> Administrator | None:
        token = self.cookies.console.read(request)
        if token is None:
            return None

        def resolve(call: Call) -> Administrator:
            session = console_sessions.identify(call, token)
            account = accounts.get(call, session.account_id)
            own = Call(call.runtime, call.tx, session.actor, call.client, call.now, call.event)
            return Administrator(person, session, account.name, delegation.find_administered(own))

        try:
            return identify(self.runtime, self.client(request), resolve, person)
        except Unauthenticated:
            return None


def _elsewhere(request: Request, response: Response) -> Response:
    """Lead away from the console: for a part of a page that a script asked for, by loading the whole page anew."""
    if "HX-Request" in request.headers:
        return Response(status=204, headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    return response


def _problem(visit: Visit, problem: Problem) -> Response:
    """Answer within the console's frame: there is a way on from there."""
    return visit.render(
        "problem.html",
        status=errors.status_of(problem),
        title=wording.problem_title(problem),
        message=wording.problem_sentence(problem, visit.administrator.session.role_name),
        detail=problem.message if isinstance(problem, Denied) else None,
    )
