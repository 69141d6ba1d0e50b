"""The person's own page about who they are here: names, address and groups."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.call import Call, perform
from gatepost.core.directory import groups
from gatepost.core.directory.model import MemberGroup, User
from gatepost.core.instances import instances
from gatepost.core.provisioning import keeping
from gatepost.core.signin import email_links, signin_settings, verified_emails
from gatepost.doors.portal.home import SignedInPerson, person_of
from gatepost.doors.portal.security import EVENT_SOURCE
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.paging import Window, WindowRequest
from gatepost.web.dispatch import Route

RULE: Final = "/profile"
_GROUPS: Final = WindowRequest(200)


@dataclass(frozen=True, slots=True)
class OwnEmail:
    """How it stands with the person's address: proved when, another one asked for, whose it is to change."""

    verified_at: datetime | None
    wanted: str | None
    may_change: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page is made of."""

    person: SignedInPerson
    groups: Window[MemberGroup]
    email: OwnEmail


def routes(site: Site) -> list[Route]:
    """Return the page."""
    return [Route("GET", RULE, lambda request: _show(site, request))]


def _show(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)

    def do(call: Call) -> _Shown:
        person = person_of(call, actor)
        found = groups.list_of_user(call, person.user.identity_store_id, person.user.user_id, _GROUPS)
        return _Shown(person, found, _email_of(call, person.user))

    shown = perform(site.runtime, site.ask(request, actor, "sso-directory:DescribeUser", EVENT_SOURCE), do)
    site.keep_alive(request, actor, shown.person.session)
    user = shown.person.user
    return site.render(
        request,
        "profile.html",
        csrf_token=site.csrf_token(request),
        profile={
            "given_name": user.given_name,
            "family_name": user.family_name,
            "title": user.attributes.title or "",
            "is_provisioned": shown.email.is_kept,
        },
        email=shown.email,
        done=request.args.get("done"),
        groups=[each.group.display_name for each in shown.groups.items],
        has_more_groups=shown.groups.next is not None,
        **shown.person.described(),
    )


def _email_of(call: Call, user: User) -> OwnEmail:
    settings = signin_settings.read(call, instances.require_primary(call).instance_id)
    is_kept = keeping.is_kept(call, user)
    return OwnEmail(
        verified_at=verified_emails.find(call, user),
        wanted=email_links.find_wanted(call, user),
        may_change=settings.email_change and not is_kept,
        is_kept=is_kept,
    )
