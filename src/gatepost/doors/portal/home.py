"""The portal's first page: the accounts and roles that are assigned to the signed-in person."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.access import entitlements, role_marks
from gatepost.core.access.model import AccountRoles, RoleMark
from gatepost.core.actors import Actor
from gatepost.core.applications import saml_applications
from gatepost.core.applications.model import Tile
from gatepost.core.call import Call, perform
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.signin import own_devices, sessions
from gatepost.core.signin.model import Session
from gatepost.doors.portal import application_logos, finding, quick_roles
from gatepost.doors.portal.quick_roles import role_url
from gatepost.doors.visit import Site, to_sign_in
from gatepost.web.dispatch import Route

EVENT_SOURCE = "sso.amazonaws.com"
AWS_CONFIG = "/aws-config"
"""The page of `aws_config.py`, which the portal leads to."""


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """Whom a page is shown to: the user, and the session that shows it."""

    user: User
    session: Session

    def described(self) -> dict[str, Any]:
        """Return what the frame of every page says of them."""
        email = self.user.primary_email or ""
        return {
            "user": {"display_name": self.user.display_name, "user_name": self.user.user_name, "email": email},
            "session_expires_at": self.session.expires_at,
            "home_url": "/",
            "sign_out_url": "/sign-out",
        }


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page is made of."""

    person: SignedInPerson
    entitled: Sequence[AccountRoles]
    tiles: Sequence[Tile]
    marks: Sequence[RoleMark]
    invites_to_add_device: bool


def routes(site: Site) -> list[Route]:
    """Return the portal at `/` and at the start URL, where HEAD answers as the AWS CLI wants it."""
    return [
        Route("GET", "/", lambda request: _show(site, request)),
        Route("GET", "/start", lambda request: _show(site, request)),
        Route("HEAD", "/start", lambda request: _alias(site, request)),
    ]


def person_of(call: Call, actor: Actor) -> SignedInPerson:
    """Return whom the page is for; raise Unauthenticated where the session ended a moment ago."""
    session = sessions.current(call)
    return SignedInPerson(users.get(call, actor.identity_store_id or "", session.person.user_id), session)


def _show(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)

    home = site.home(site.client(request))

    def do(call: Call) -> _Shown:
        call.event.type = "AwsServiceEvent"
        user_id = actor.user_id or ""
        person = person_of(call, actor)
        return _Shown(
            person,
            entitlements.list_entitlements(call.tx, user_id),
            saml_applications.list_tiles(call, home, user_id),
            role_marks.list_of_user(call, user_id),
            own_devices.is_invited(call, person.user),
        )

    shown = perform(site.runtime, site.ask(request, actor, "sso:ListAccounts", EVENT_SOURCE), do)
    site.keep_alive(request, actor, shown.person.session)
    query = request.args.get("q", "")
    words = finding.words_of(query)
    found = finding.find(shown.entitled, words, finding.page_of(request.args.get("page")))
    favourites = {(mark.account_id, mark.role_name) for mark in shown.marks if mark.is_favourite}
    return site.render(
        request,
        "portal.html",
        csrf_token=site.csrf_token(request),
        aws_config_url=AWS_CONFIG,
        query=query,
        accounts=[_described(each, favourites) for each in found.accounts],
        pages={"current": found.page, "all": found.pages, "roles": found.all_roles},
        has_accounts=bool(shown.entitled),
        quick=quick_roles.described(shown.entitled, shown.marks),
        chosen=quick_roles.chosen(shown.entitled, request.args),
        applications=[_tile(each) for each in shown.tiles if finding.matches(_texts(each), words)],
        has_applications=bool(shown.tiles),
        console_ended=request.args.get("console") == "ended",
        invites_to_add_device=shown.invites_to_add_device,
        **shown.person.described(),
    )


def _alias(site: Site, request: Request) -> Response:
    """Point to the alias on AWS's host: the AWS CLI, from 2.35.13 on, takes a start URL elsewhere only if HEAD says so."""
    return redirect(site.home(site.client(request)).start_url_alias, 302)


def _tile(tile: Tile) -> dict[str, Any]:
    """Return an application as its tile shows it: its own address where sign-in begins there, else the way straight in."""
    application = tile.application
    sign_in = application.portal.sign_in
    own_url = sign_in.application_url if sign_in and sign_in.origin == "APPLICATION" else None
    return {
        "name": application.name,
        "description": application.description or "",
        "url": own_url or f"/saml/idp/launch/{application.application_id}",
        "logo": None if tile.logo_changed_at is None else application_logos.url(application, tile.logo_changed_at),
    }


def _texts(tile: Tile) -> tuple[str, str]:
    return tile.application.name, tile.application.description or ""


def _described(entry: AccountRoles, favourites: Container[tuple[str, str]]) -> dict[str, Any]:
    account = entry.account
    roles = [
        {
            "name": role.permission_set_name,
            "description": role.description or "",
            "url": role_url(account.account_id, role.permission_set_name),
            "is_favourite": (account.account_id, role.permission_set_name) in favourites,
        }
        for role in entry.roles
    ]
    return {"id": account.account_id, "name": account.name, "email": account.email, "roles": roles}
