"""What every door with pages needs to know of a request: where it came from, and who is signed in."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.access import role_marks
from gatepost.core.actors import NOBODY, Actor
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, identify, perform
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Session
from gatepost.core.signin.turns import StrangersTurns
from gatepost.kit import arns
from gatepost.kit.errors import Invalid, Problem, Unauthenticated
from gatepost.kit.sentences import Sentence
from gatepost.web import client as web_client
from gatepost.web import errors, languages, request_id, return_to
from gatepost.web.brand import Brand
from gatepost.web.client import TrustedProxies
from gatepost.web.cookies import Cookies, cookies
from gatepost.web.csrf import CsrfTokens
from gatepost.web.languages import Language
from gatepost.web.limits import Form, read_form
from gatepost.web.pages import Pages
from gatepost.web.static import StaticFiles

Fetch = Callable[[str], bytes]
"""Fetches a document by https; Invalid with a sentence where there is none."""


@dataclass(slots=True)
class _Home:
    """The organisation's instance, read once: what identifies it never changes."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    instance: Instance | None = None


class Visitors:
    """Who comes to one installation with a browser, by its cookies."""

    def __init__(self, runtime: Runtime, fetch: Fetch | None = None) -> None:
        """`fetch` gets a document of somebody else's; without it nobody is asked."""
        self.runtime = runtime
        self.fetch = fetch or _fetch_nothing
        self.cookies: Cookies = cookies(https=runtime.settings.is_https)
        self.csrf = CsrfTokens(runtime.vault)
        self._proxies = TrustedProxies(runtime.settings.trusted_proxies)
        self._home = _Home()
        self.strangers_turns = StrangersTurns.of_server(runtime.settings.threads)

    def client(self, request: Request) -> Client:
        """Return where a request comes from."""
        found = web_client.client_of(request.environ, self._proxies)
        settings = self.runtime.settings
        return Client(
            address=found.address,
            user_agent=found.user_agent,
            request_id=request.environ[request_id.KEY],
            region=settings.region,
            is_secure=settings.is_https,
        )

    def home(self, client: Client) -> Instance:
        """Return the instance that the pages serve."""
        with self._home.lock:
            if self._home.instance is None:
                self._home.instance = identify(self.runtime, client, instances.require_primary, NOBODY)
            return self._home.instance

    def session(self, request: Request) -> Session | None:
        """Return the session of whoever is signed in, or None."""
        token = self.cookies.session.read(request)
        if token is None:
            return None
        return identify(self.runtime, self.client(request), lambda call: sessions.find(call, token), NOBODY)

    def visitor(self, request: Request) -> Actor | None:
        """Return who is signed in, or None."""
        session = self.session(request)
        return None if session is None else sessions.actor_of(session)

    def keep_alive(self, request: Request, actor: Actor, session: Session) -> None:
        """Write down that a session is used, once a minute at most and after the answer was made: a page stays a read."""
        if session.is_touch_due(self.runtime.clock.now()):
            ask = self.ask(request, actor, "sso:Authenticate", "sso.amazonaws.com", writes=True)
            perform(self.runtime, ask, sessions.touch)

    def note_role_use(self, request: Request, actor: Actor, account_id: str, role_name: str) -> None:
        """Remember for the portal which role was used, after it was: a use is a read, and stays one."""
        user_id = actor.user_id or ""

        def is_noted(call: Call) -> bool:
            return role_marks.is_noted(call, user_id, account_id, role_name)

        if not identify(self.runtime, self.client(request), is_noted, NOBODY):
            ask = self.ask(request, actor, "gatepost:NoteRoleUse", "sso.amazonaws.com", writes=True)
            perform(self.runtime, ask, lambda call: role_marks.note_use(call, account_id, role_name))

    def form(self, request: Request) -> Form:
        """Return a signed-in person's form once its CSRF token is checked."""
        form = read_form(request.environ)
        self.csrf.require(request, form, self.cookies.session.read(request), self.runtime.clock.now())
        return form

    def csrf_token(self, request: Request) -> str:
        """Return the CSRF token for a page that is shown to a signed-in person."""
        token = self.cookies.session.read(request)
        if token is None:
            raise Unauthenticated(Sentence("Sign in first."))
        return self.csrf.issue(token, self.runtime.clock.now())

    def ask(
        self,
        request: Request,
        actor: Actor,
        action: str,
        event_source: str,
        *,
        writes: bool = False,
        event_name: str = "",
    ) -> Ask:
        """Return an ask of something that is the person's own; nobody's events go to the organisation's account."""
        client = self.client(request)
        resources = (arns.identity_store_user(actor.user_id),) if actor.user_id else ()
        return Ask(
            actor=actor,
            action=action,
            event_source=event_source,
            client=client,
            resources=resources,
            writes=writes,
            event_name=event_name,
            recipient_account_id=self.home(client).owner_account_id,
        )


def _fetch_nothing(url: str) -> bytes:
    raise Invalid(Sentence("This server fetches nothing from elsewhere."))


class Site(Visitors):
    """The pages of one installation, and who visits them."""

    def __init__(self, runtime: Runtime, pages: Pages, fetch: Fetch | None = None) -> None:
        super().__init__(runtime, fetch)
        self._pages = pages

    def language_of(self, request: Request) -> Language:
        """Return the language of the pages for a visitor."""
        return languages.wanted_by(request)

    def brand(self) -> Brand:
        """Return how the organisation shows itself."""
        return self._pages.brand()

    def static_url(self, name: str) -> str:
        """Return the address of a static file."""
        return StaticFiles.of_package().url(name)

    def render(self, request: Request, template: str, /, **context: Any) -> Response:
        """Return a page in the visitor's language; the context, `status` and `form_action` as in `Pages.render`."""
        return self._pages.render(template, language=self.language_of(request), come_back_to=_here(request), **context)

    def problem_page(self, request: Request, problem: Problem) -> Response:
        """Return the page of an error, where there is no other to say it on."""
        return errors.as_page(self._pages, self.language_of(request), problem, request.environ[request_id.KEY])


def _here(request: Request) -> str:
    """Return the address of the page, for whoever comes back to it; what was posted is not said again."""
    return return_to.local_path(request.full_path.rstrip("?"))


def to_sign_in(request: Request, *, fresh: bool = False) -> Response:
    """Send a visitor to sign in and back here afterwards; `fresh` also asks somebody who is signed in."""
    here = request.full_path.rstrip("?")
    return redirect(f"/sign-in?return_to={quote(here, safe='')}{'&fresh=1' if fresh else ''}", 303)
