"""A signed-in person changes their password: the one that they have, and a new one, twice."""

from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.core.call import Call, perform
from gatepost.core.signin import own_password, passwords
from gatepost.core.signin.model import Session
from gatepost.core.signin.own_password import Challenge
from gatepost.doors.portal import forgotten_password, new_password, security
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.web import errors
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form

RULE: Final = f"{security.RULE}/password"
CHANGED: Final = "password-changed"
"""What the page Security is told in its address when the password was changed."""


def routes(site: Site) -> list[Route]:
    """Return the page: GET shows the form, POST changes the password."""
    return [
        Route("GET", RULE, lambda request: _show(site, request)),
        Route("POST", RULE, lambda request: _submit(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    try:
        challenge = _challenge(site, request, actor)
    except Refused as refused:
        return _refused(site, request, refused)
    return _page(site, request, challenge, {})


def _submit(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    form = site.form(request)
    try:
        challenge = _challenge(site, request, actor)
    except Refused as refused:
        return _refused(site, request, refused)
    try:
        _prove(site, request, actor, challenge, form)
        problems = new_password.problems_of(challenge.demands, form)
        if problems:
            return _page(site, request, challenge, problems, status=400)
        session, token = _change(site, request, actor, challenge, Secret(form["password"]))
    except Refused as refused:
        response = _page(site, request, challenge, {"current": refused.message}, status=errors.status_of(refused))
        errors.tell_to_wait(response, refused)
        return response
    lifetime = session.expires_at - site.runtime.clock.now()
    response = redirect(f"{security.RULE}?done={CHANGED}", 303)
    site.cookies.session.set(response, token, lifetime_seconds=int(lifetime.total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    return response


def _challenge(site: Site, request: Request, actor: Actor) -> Challenge:
    ask = site.ask(request, actor, "sso-directory:DescribeUser", security.EVENT_SOURCE)
    return perform(site.runtime, ask, own_password.challenge)


def _prove(site: Site, request: Request, actor: Actor, challenge: Challenge, form: Form) -> None:
    """Compare the current password outside any transaction: a slow hash holds nobody up."""
    current = challenge.password_hash
    if current is not None and not passwords.verify(current, Secret(form.get("current", ""))):
        ask = site.ask(request, actor, "sso-directory:UpdatePassword", security.EVENT_SOURCE, writes=True)
        perform(site.runtime, ask, lambda call: own_password.refuse(call, challenge))


def _change(
    site: Site, request: Request, actor: Actor, challenge: Challenge, password: Secret
) -> tuple[Session, Secret]:
    password_hash = passwords.hash_password(password)

    def do(call: Call) -> tuple[Session, Secret]:
        return own_password.change(call, challenge, password_hash)

    ask = site.ask(request, actor, "sso-directory:UpdatePassword", security.EVENT_SOURCE, writes=True)
    return perform(site.runtime, ask, do)


def _refused(site: Site, request: Request, refused: Refused) -> Response:
    """Answer where there is no form to show: after too many tries, or before a sign-in that is fresh enough."""
    if "retry_after_seconds" not in refused.details:
        return security.to_fresh_sign_in(refused, RULE)
    response = site.problem_page(request, refused)
    errors.tell_to_wait(response, refused)
    return response


def _page(
    site: Site, request: Request, challenge: Challenge, problems: dict[str, str], *, status: int = 200
) -> Response:
    return site.render(
        request,
        "change_password.html",
        status=status,
        csrf_token=site.csrf_token(request),
        user_name=challenge.user.user_name,
        has_password=challenge.password_hash is not None,
        asked=new_password.described(challenge.demands),
        problems=problems,
        forgotten_password_url=forgotten_password.PAGE,
        back_url=security.RULE,
    )
