"""The sign-in page: user name or e-mail address, and password."""

from dataclasses import dataclass
from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, identify, perform
from gatepost.core.signin import events, flow, passwords, signin_settings
from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.flow import Challenge
from gatepost.core.signin.outcomes import Outcome
from gatepost.core.signin.policy import SigninSettings
from gatepost.doors.portal import entrance, external, first_sign_in, forgotten_password
from gatepost.doors.visit import Site
from gatepost.kit.errors import Denied, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence
from gatepost.web import csrf, errors
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form, read_form
from gatepost.web.return_to import local_path

FRESH: Final = "fresh"
"""The parameter with which somebody who is signed in comes here to prove again who they are."""
BY_PASSWORD: Final = "password"  # noqa: S105 - the name of a parameter
"""The parameter with which an emergency user asks for the form although there is an external identity provider."""
_CONFIRM: Final = Sentence("Confirm that it is you to go on.")
_OUT_OF_DATE: Final = {
    csrf.EXPIRED: Sentence("This page was open for too long, so nothing was done. Type your password again."),
    csrf.FOREIGN: Sentence("This form belongs to an earlier visit, so nothing was done. Type your password again."),
}
_ENDED: Final = Sentence("Your session has ended. Sign in again to go on.")


@dataclass(frozen=True, slots=True)
class Try:
    """What the form was sent with."""

    visit: Secret
    login: str
    password: Secret
    return_to: str
    is_fresh_wanted: bool


def routes(site: Site) -> list[Route]:
    """Return the sign-in page: GET shows it, POST signs in."""
    return [
        Route("GET", "/sign-in", lambda request: _show(site, request)),
        Route("POST", "/sign-in", lambda request: _submit(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    return_to = local_path(request.args.get("return_to"))
    visitor = site.visitor(request)
    is_fresh_wanted = FRESH in request.args
    if visitor is not None and not is_fresh_wanted:
        return redirect(return_to, 303)
    provider = external.find_provider(site, request)
    if provider is not None and BY_PASSWORD not in request.args:
        return external.page(site, request, provider, return_to=return_to, is_fresh_wanted=is_fresh_wanted)
    tried = Try(
        visit=entrance.visit_of(site, request),
        login=(visitor.user_name if visitor else None) or "",
        password=Secret(""),
        return_to=return_to,
        is_fresh_wanted=is_fresh_wanted,
    )
    ended = visitor is None and site.cookies.session.read(request) is not None
    return _page(site, request, tried, notice=_CONFIRM if visitor else _ENDED if ended else None)


def _submit(site: Site, request: Request) -> Response:
    form = read_form(request.environ)
    tried = read_try(entrance.visit_of(site, request), form)
    try:
        site.csrf.require(request, form, site.cookies.visit.read(request), site.runtime.clock.now())
    except Denied as problem:
        return _out_of_date(site, request, tried, problem)
    try:
        return entrance.go_on(site, _sign_in(site, request, tried))
    except Refused as problem:
        return refused(site, request, tried, problem)


def _out_of_date(site: Site, request: Request, tried: Try, problem: Denied) -> Response:
    """Answer a form of ours that was shown before this browser signed in, or long ago: nothing was looked at.

    Whoever signed in meanwhile, in another tab, is where they wanted to be; anybody else gets the form anew. What may have
    come from another site, or from a browser that keeps no cookies, is refused.
    """
    csrf.require_own_site(request)
    sentence = _OUT_OF_DATE.get(problem.reason or "")
    if sentence is None:
        raise problem
    if site.visitor(request) is not None and not tried.is_fresh_wanted:
        return redirect(tried.return_to, 303)
    return _page(site, request, tried, problem=sentence, status=errors.status_of(problem))


def read_try(visit: Secret, form: Form) -> Try:
    """Return what the page's form was sent with."""
    return Try(
        visit=visit,
        login=form.get("user_name", ""),
        password=Secret(form.get("password", "")),
        return_to=local_path(form.get("return_to")),
        is_fresh_wanted=FRESH in form,
    )


def _sign_in(site: Site, request: Request, tried: Try) -> Outcome:
    """Read, compare outside any transaction, write: a slow hash holds nobody up."""
    challenge, proven = _compare(site, request, tried)
    renewed = (
        passwords.hash_password(tried.password) if proven and passwords.is_outdated(challenge.password_hash) else None
    )
    held = entrance.held_by(site, request)
    ask = site.ask(request, NOBODY, "signin:CredentialVerification", events.EVENT_SOURCE, writes=True)
    return perform(
        site.runtime,
        ask,
        lambda call: flow.answer(call, challenge, proven=proven, renewed_hash=renewed, held=held),
    )


def _compare(site: Site, request: Request, tried: Try) -> tuple[Challenge, bool]:
    """Return what the password must be compared with and whether it is right, a stranger's when it is their turn."""
    with site.strangers_turns.come() as turn:

        def ask_for(call: Call) -> Challenge:
            return flow.challenge(
                call,
                visit=tried.visit,
                login=tried.login,
                return_to=tried.return_to,
                is_fresh_wanted=tried.is_fresh_wanted,
                has_turn=turn is not None,
            )

        ask = site.ask(request, NOBODY, "signin:CredentialChallenge", events.EVENT_SOURCE)
        challenge = perform(site.runtime, ask, ask_for)
        if turn is not None and challenge.is_of_stranger:
            return challenge, turn(lambda: passwords.verify(challenge.password_hash, tried.password))
    return challenge, passwords.verify(challenge.password_hash, tried.password)


def refused(site: Site, request: Request, tried: Try, problem: Refused) -> Response:
    """Show the form again: the same for every cause, but that one who guesses too often is told to wait."""
    response = _page(site, request, tried, problem=problem.message, status=errors.status_of(problem))
    errors.tell_to_wait(response, problem)
    return response


def _page(
    site: Site,
    request: Request,
    tried: Try,
    *,
    problem: str | None = None,
    notice: str | None = None,
    status: int = 200,
) -> Response:
    settings = _settings(site, request)
    response = site.render(
        request,
        "sign_in.html",
        status=status,
        csrf_token=site.csrf.issue(tried.visit, site.runtime.clock.now()),
        user_name=tried.login,
        return_to=tried.return_to,
        forgotten_password_url=forgotten_password.PAGE,
        is_fresh_wanted=tried.is_fresh_wanted,
        # A device of this kind may be registered, and is enough.
        offers_passkey=settings.passkey_alone and DeviceKind.WEBAUTHN in settings.device_kinds,
        first_sign_in_url=first_sign_in.PAGE if settings.first_sign_in_code else None,
        problem=problem,
        notice=notice,
    )
    entrance.keep_visit(site, response, tried.visit)
    return response


def _settings(site: Site, request: Request) -> SigninSettings:
    client = site.client(request)
    instance_id = site.home(client).instance_id
    return identify(site.runtime, client, lambda call: signin_settings.read(call, instance_id), NOBODY)
