"""The sign-in page: user name or e-mail address, and password."""

from dataclasses import dataclass
from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, perform
from gatepost.core.signin import flow, passwords, sessions
from gatepost.core.signin.flow import Challenge, SignedIn
from gatepost.doors.portal import entrance, external, forgotten_password
from gatepost.doors.visit import Site
from gatepost.kit.errors import NotImplementedYet, Refused
from gatepost.kit.secret import Secret
from gatepost.web import errors
from gatepost.web.dispatch import Route
from gatepost.web.limits import read_form
from gatepost.web.return_to import local_path

FRESH: Final = "fresh"
"""The parameter with which somebody who is signed in comes here to prove again who they are."""
BY_PASSWORD: Final = "password"  # noqa: S105 - the name of a parameter
"""The parameter with which an emergency user asks for the form although there is an external identity provider."""


@dataclass(frozen=True, slots=True)
class _Try:
    """What the form was sent with."""

    visit: Secret
    login: str
    password: Secret
    return_to: str


def routes(site: Site) -> list[Route]:
    """Return the sign-in page: GET shows it, POST signs in."""
    return [
        Route("GET", "/sign-in", lambda request: _show(site, request)),
        Route("POST", "/sign-in", lambda request: _submit(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    return_to = local_path(request.args.get("return_to"))
    signed_in = site.visitor(request) is not None
    if signed_in and FRESH not in request.args:
        return redirect(return_to, 303)
    provider = external.find_provider(site, request)
    if provider is not None and BY_PASSWORD not in request.args:
        return external.page(site, request, provider, return_to=return_to, is_fresh_wanted=FRESH in request.args)
    visit = entrance.visit_of(site, request)
    return _page(site, visit, return_to=return_to, notice=_notice(site, request, signed_in=signed_in))


def _notice(site: Site, request: Request, *, signed_in: bool) -> str | None:
    """Say why somebody who has been here is asked: the session has ended, or an application wants to be sure."""
    if signed_in:
        return "The application asks you to sign in once more."
    return "Your session has ended. Sign in again to go on." if site.cookies.session.read(request) else None


def _submit(site: Site, request: Request) -> Response:
    tried = _read(site, request)
    try:
        signed_in = _sign_in(site, request, tried)
    except Refused as refused:
        return _refused(site, tried, refused)
    return entrance.admit(site, signed_in)


def _read(site: Site, request: Request) -> _Try:
    visit = site.cookies.visit.read(request)
    form = read_form(request.environ)
    site.csrf.require(request, form, visit, site.runtime.clock.now())
    return _Try(
        visit=visit or Secret(""),
        login=form.get("user_name", ""),
        password=Secret(form.get("password", "")),
        return_to=local_path(form.get("return_to")),
    )


def _sign_in(site: Site, request: Request, tried: _Try) -> SignedIn:
    """Read, compare outside any transaction, write: a slow hash holds nobody up."""

    def ask_for(call: Call) -> Challenge:
        return flow.challenge(call, visit=tried.visit, login=tried.login, return_to=tried.return_to)

    challenge = perform(
        site.runtime, site.ask(request, NOBODY, "signin:CredentialChallenge", flow.EVENT_SOURCE), ask_for
    )
    proven = passwords.verify(challenge.password_hash, tried.password)
    renewed = (
        passwords.hash_password(tried.password) if proven and passwords.is_outdated(challenge.password_hash) else None
    )
    earlier = site.cookies.session.read(request)

    def judge(call: Call) -> SignedIn:
        step = flow.answer(call, challenge, proven=proven, renewed_hash=renewed)
        if not isinstance(step, SignedIn):
            raise NotImplementedYet(f"There is no page for {step.factor} yet.")
        if earlier is not None:
            sessions.end_by_token(call, earlier)
        return step

    ask = site.ask(request, NOBODY, "signin:CredentialVerification", flow.EVENT_SOURCE, writes=True)
    return perform(site.runtime, ask, judge)


def _refused(site: Site, tried: _Try, refused: Refused) -> Response:
    """Show the form again: the same for every cause, but that one who guesses too often is told to wait."""
    status = errors.status_of(refused)
    response = _page(site, tried.visit, tried.login, return_to=tried.return_to, problem=refused.message, status=status)
    if (seconds := refused.details.get("retry_after_seconds")) is not None:
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
    return response


def _page(
    site: Site,
    visit: Secret,
    user_name: str = "",
    *,
    return_to: str,
    problem: str | None = None,
    notice: str | None = None,
    status: int = 200,
) -> Response:
    response = site.pages.render(
        "sign_in.html",
        status=status,
        csrf_token=site.csrf.issue(visit, site.runtime.clock.now()),
        user_name=user_name,
        return_to=return_to,
        forgotten_password_url=forgotten_password.PAGE,
        problem=problem,
        notice=notice,
    )
    entrance.keep_visit(site, response, visit)
    return response
