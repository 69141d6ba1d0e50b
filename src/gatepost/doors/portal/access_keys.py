"""A role's access keys, made when the person asks for them: a page, or the part of it that the portal shows in a dialog.

Only a form's POST makes them: a link could be fetched ahead, and keys nobody asked for would lie in a cache.
"""

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.access import entitlements
from gatepost.core.call import Call, perform
from gatepost.core.iam.temporary_credentials import Credentials
from gatepost.core.instances.model import Instance
from gatepost.core.tokens import role_credentials
from gatepost.doors.portal import blocks, quick_roles
from gatepost.doors.portal.home import EVENT_SOURCE, SignedInPerson, person_of
from gatepost.doors.visit import Site, to_sign_in
from gatepost.web.dispatch import Route

RULE = "/accounts/<account_id>/roles/<role_name>/access-keys"


def routes(site: Site) -> list[Route]:
    """Return the page of a role's access keys: POST makes them; GET, after a reload, leads back to the portal."""
    return [
        Route("GET", RULE, lambda request, account_id, role_name: redirect("/", 303)),
        Route("POST", RULE, lambda request, account_id, role_name: _make(site, request, account_id, role_name)),
    ]


def _make(site: Site, request: Request, account_id: str, role_name: str) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    site.form(request)

    def do(call: Call) -> tuple[SignedInPerson, str, Credentials]:
        call.event.type = "AwsServiceEvent"
        credentials = role_credentials.issue(call, account_id, role_name)
        return person_of(call, actor), _account_name(call, actor.user_id or "", account_id), credentials

    ask = site.ask(request, actor, "sso:GetRoleCredentials", EVENT_SOURCE)
    person, account_name, credentials = perform(site.runtime, ask, do)
    site.keep_alive(request, actor, person.session)
    site.note_role_use(request, actor, account_id, role_name)
    instance = site.home(site.client(request))
    role = blocks.Role(account_id, role_name)
    return _page(site, request, person, account_name, role, credentials, instance)


def _account_name(call: Call, user_id: str, account_id: str) -> str:
    entries = entitlements.list_entitlements(call.tx, user_id)
    return next((each.account.name for each in entries if each.account.account_id == account_id), account_id)


def _page(
    site: Site,
    request: Request,
    person: SignedInPerson,
    account_name: str,
    role: blocks.Role,
    credentials: Credentials,
    instance: Instance,
) -> Response:
    public_url = site.runtime.settings.public_url
    return site.render(
        request,
        "access_keys.html",
        csrf_token=site.csrf_token(request),
        account={"id": role.account_id, "name": account_name},
        role_name=role.name,
        expires_at=credentials.expires_at,
        shortcut=f"{public_url}{quick_roles.shortcut(role.account_id, role.name)}",
        profile_name=role.profile_name,
        sso_profile=blocks.sso_profile(role, instance, public_url),
        environment=blocks.environment(credentials, instance.region, public_url),
        credentials_file=blocks.credentials_file(role, credentials, instance.region, public_url),
        values={
            "access_key_id": credentials.access_key_id,
            "secret_access_key": credentials.secret.reveal(),
            "session_token": credentials.session_token.reveal(),
            "start_url": instance.start_url_alias,
            "region": instance.region,
        },
        **person.described(),
    )
