"""The page with a ready ~/.aws/config for everything that a person may use, and the same as a file."""

from collections.abc import Sequence
from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.access import entitlements
from gatepost.core.access.model import AccountRoles
from gatepost.core.actors import Actor
from gatepost.core.call import Call, perform
from gatepost.doors.portal import blocks
from gatepost.doors.portal.home import AWS_CONFIG, EVENT_SOURCE, SignedInPerson, person_of
from gatepost.doors.visit import Site, to_sign_in
from gatepost.web.answers import download
from gatepost.web.dispatch import Route

FILE: Final = f"{AWS_CONFIG}/config"


def routes(site: Site) -> list[Route]:
    """Return the page and its file."""
    return [
        Route("GET", AWS_CONFIG, lambda request: _show(site, request)),
        Route("GET", FILE, lambda request: _download(site, request)),
    ]


def _show(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    person, roles = _roles(site, request, actor)
    site.keep_alive(request, actor, person.session)
    return site.render(
        request,
        "aws_config.html",
        csrf_token=site.csrf_token(request),
        config=_config(site, request, roles),
        file_url=FILE,
        profiles=[each.profile_name for each in roles],
        session_name=blocks.SSO_SESSION,
        **person.described(),
    )


def _download(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    config = _config(site, request, _roles(site, request, actor)[1])
    return download(config, "config", "text/plain; charset=utf-8")


def _roles(site: Site, request: Request, actor: Actor) -> tuple[SignedInPerson, Sequence[blocks.Role]]:
    def do(call: Call) -> tuple[SignedInPerson, Sequence[AccountRoles]]:
        call.event.type = "AwsServiceEvent"
        return person_of(call, actor), entitlements.list_entitlements(call.tx, actor.user_id or "")

    person, entitled = perform(site.runtime, site.ask(request, actor, "sso:ListAccounts", EVENT_SOURCE), do)
    return person, [
        blocks.Role(each.account.account_id, role.permission_set_name) for each in entitled for role in each.roles
    ]


def _config(site: Site, request: Request, roles: Sequence[blocks.Role]) -> str:
    return blocks.config_file(roles, site.home(site.client(request)), site.runtime.settings.public_url)
