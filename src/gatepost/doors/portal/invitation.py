"""The page that the link of an invitation or a reset opens: its user sets a password. Opening it changes nothing."""

from dataclasses import dataclass, field, replace
from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, perform
from gatepost.core.directory.model import User
from gatepost.core.signin import flow, invitations, links, new_passwords, passwords
from gatepost.core.signin.model import LinkPurpose
from gatepost.core.signin.new_passwords import Demands
from gatepost.core.signin.outcomes import Outcome
from gatepost.doors.portal import entrance, forgotten_password, new_password
from gatepost.doors.visit import Site
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.web.dispatch import Route
from gatepost.web.return_to import local_path

EVENT_SOURCE: Final = "sso-directory.amazonaws.com"
_LONGEST_TOKEN = 128
_PROBLEMS: Final = {links.USED: ("used", 410), links.EXPIRED: ("expired", 410)}


@dataclass(frozen=True, slots=True)
class _Opened:
    """A link in a browser: what for, its token, whom it is for, and the browser's visit."""

    purpose: LinkPurpose
    token: Secret
    user: User
    demands: Demands
    visit: Secret
    problems: dict[str, str] = field(default_factory=dict)


def routes(site: Site) -> list[Route]:
    """Return the page of either purpose: GET shows it, POST sets the password."""
    return [
        *_routes(site, "/invitation", LinkPurpose.INVITATION),
        *_routes(site, entrance.NEW_PASSWORD, LinkPurpose.RESET),
    ]


def _routes(site: Site, path: str, purpose: LinkPurpose) -> list[Route]:
    return [
        Route("GET", f"{path}/<token>", lambda request, token: _show(site, request, purpose, Secret(token))),
        Route("POST", f"{path}/<token>", lambda request, token: _submit(site, request, purpose, Secret(token))),
    ]


def _show(site: Site, request: Request, purpose: LinkPurpose, token: Secret) -> Response:
    try:
        user, demands = _open(site, request, token)
    except Refused as refused:
        return _problem(site, request, purpose, refused)
    return _page(site, request, _Opened(purpose, token, user, demands, entrance.visit_of(site, request)))


def _submit(site: Site, request: Request, purpose: LinkPurpose, token: Secret) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    try:
        opened = _Opened(purpose, token, *_open(site, request, token), visit)
        problems = new_password.problems_of(opened.demands, form)
        if problems:
            return _page(site, request, replace(opened, problems=problems), status=400)
        return entrance.go_on(site, _use(site, request, opened, Secret(form["password"])))
    except Refused as refused:
        return _problem(site, request, purpose, refused)


def _open(site: Site, request: Request, token: Secret) -> tuple[User, Demands]:
    def do(call: Call) -> tuple[User, Demands]:
        instance, user = invitations.require_open(call, Secret(token.reveal()[:_LONGEST_TOKEN]))
        return user, new_passwords.demands(call, instance, user)

    ask = site.ask(request, NOBODY, "signin:DescribeInvitation", EVENT_SOURCE)
    return perform(site.runtime, ask, do)


def _use(site: Site, request: Request, opened: _Opened, password: Secret) -> Outcome:
    password_hash = passwords.hash_password(password)
    held, return_to = entrance.held_by(site, request), local_path(request.args.get("return_to"))

    def do(call: Call) -> Outcome:
        return invitations.use(call, opened.token, password_hash, visit=opened.visit, held=held, return_to=return_to)

    ask = site.ask(request, NOBODY, "signin:UpdatePassword", EVENT_SOURCE, writes=True)
    return perform(site.runtime, ask, do)


def _page(site: Site, request: Request, opened: _Opened, status: int = 200) -> Response:
    user = opened.user
    response = site.render(
        request,
        "invitation.html",
        status=status,
        csrf_token=site.csrf.issue(opened.visit, site.runtime.clock.now()),
        purpose=opened.purpose.value,
        user={"display_name": user.display_name, "user_name": user.user_name, "email": user.primary_email or ""},
        asked=new_password.described(opened.demands),
        problems=opened.problems,
    )
    # The address is a secret until the password is set: no other page learns it.
    response.headers["Referrer-Policy"] = "no-referrer"
    entrance.keep_visit(site, response, opened.visit)
    return response


def _problem(site: Site, request: Request, purpose: LinkPurpose, refused: Refused) -> Response:
    if refused.reason == flow.DEVICE_REQUIRED:
        raise refused  # the link did what it is for
    problem, status = _PROBLEMS.get(refused.reason or "", ("unknown", 404))
    return site.render(
        request,
        "invitation_problem.html",
        status=status,
        purpose=purpose.value,
        problem=problem,
        sign_in_url="/sign-in",
        forgotten_password_url=forgotten_password.PAGE,
    )
