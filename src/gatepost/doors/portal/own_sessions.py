"""The person's own page about where they are signed in, and the end of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.core.call import Call, perform
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Session
from gatepost.doors.portal.home import SignedInPerson, person_of
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import NotFound
from gatepost.web import browsers
from gatepost.web.dispatch import Route

EVENT_SOURCE: Final = "sso.amazonaws.com"
RULE: Final = "/sessions"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page is made of."""

    person: SignedInPerson
    sessions: Sequence[Session]


def routes(site: Site) -> list[Route]:
    """Return the page, and its forms' targets: one session, or all but the one that the page is seen in."""
    return [
        Route("GET", RULE, lambda request: _show(site, request)),
        # Where somebody comes back to who had to sign in before they could end one.
        Route("GET", f"{RULE}/<session_id>/end", lambda request, session_id: redirect(RULE, 303)),
        Route("GET", f"{RULE}/others/end", lambda request: redirect(RULE, 303)),
        Route("POST", f"{RULE}/others/end", lambda request: _end_others(site, request)),
        Route("POST", f"{RULE}/<session_id>/end", lambda request, session_id: _end(site, request, session_id)),
    ]


def _show(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)

    def do(call: Call) -> _Shown:
        return _Shown(person_of(call, actor), sessions.list_for_user(call, actor.user_id or ""))

    shown = perform(site.runtime, site.ask(request, actor, "gatepost:ListSessions", EVENT_SOURCE), do)
    site.keep_alive(request, actor, shown.person.session)
    own = shown.person.session.session_id
    return site.render(
        request,
        "own_sessions.html",
        csrf_token=site.csrf_token(request),
        sessions=[_described(each, own) for each in sorted(shown.sessions, key=lambda each: each.session_id != own)],
        **shown.person.described(),
    )


def _end(site: Site, request: Request, session_id: str) -> Response:
    def do(call: Call, actor: Actor) -> None:
        try:
            sessions.end_of(call, actor.user_id or "", session_id)
        except NotFound:
            return  # it has ended meanwhile, in another tab or by itself: as was wanted

    return _change(site, request, "gatepost:EndSession", do)


def _end_others(site: Site, request: Request) -> Response:
    def do(call: Call, _: Actor) -> None:
        sessions.end_others(call)

    return _change(site, request, "gatepost:EndSessions", do)


def _change(site: Site, request: Request, action: str, do: Callable[[Call, Actor], None]) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    site.form(request)
    ask = site.ask(request, actor, action, EVENT_SOURCE, writes=True)
    perform(site.runtime, ask, lambda call: do(call, actor))
    return redirect(RULE, 303)


def _described(session: Session, own_id: str) -> dict[str, Any]:
    browser, system = browsers.name_of(session.user_agent)
    return {
        "browser": browser,
        "system": system,
        "address": session.address,
        "created_at": session.created_at,
        "last_used_at": session.last_used_at,
        "is_own": session.session_id == own_id,
        "end_url": f"{RULE}/{session.session_id}/end",
    }
