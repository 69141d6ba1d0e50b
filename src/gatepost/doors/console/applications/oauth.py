"""Adding an application that gets tokens for its users by OAuth 2.0."""

from collections.abc import Mapping
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.applications import applications, grants, providers
from gatepost.core.applications.model import (
    GRANT_TYPES,
    AuthorizationCodeGrant,
    Grant,
    PortalOptions,
    RefreshTokenGrant,
    SignInOptions,
)
from gatepost.core.call import Call
from gatepost.doors.console import acts, fields
from gatepost.doors.console.applications.choosing import NEW
from gatepost.doors.console.applications.index import APPLICATIONS
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import ONCE, Console, Visit
from gatepost.kit import arns, redirect_uris
from gatepost.kit.errors import Denied, Invalid
from gatepost.web.dispatch import Route

PAGE: Final = f"{NEW}/oauth"
_NOT_MADE: Final = "apl-0000000000000000"
"""Stands for the application that is to be made where a policy is asked whether it may then be given grants."""
TEXTS: Final = ("name", "description", "application_url", "redirect_uris")


def routes(console: Console) -> list[Route]:
    """Return the form and its target."""
    page = console.page
    return [Route("GET", PAGE, page(lambda visit: _form(visit, Typed({})))), Route("POST", PAGE, page(_create))]


def read_uris(typed: Typed) -> tuple[str, ...]:
    """Return the redirect URIs, one a line."""
    return typed.words("redirect_uris")


def check(typed: Typed) -> None:
    """Find fault with what cannot be saved of such an application."""
    typed.require({"name": "The name"}, longest=100)
    typed.limit("description", 128)
    typed.limit("application_url", 512)
    try:
        for uri in read_uris(typed):
            redirect_uris.require(uri)
    except Invalid as problem:
        typed.problems["redirect_uris"] = problem.message


def portal(typed: Typed) -> PortalOptions:
    """Return how the portal shows it: with a tile where it has an address to begin at."""
    address = typed["application_url"]
    return PortalOptions("ENABLED", SignInOptions("APPLICATION", address)) if address else PortalOptions("DISABLED")


def _form(visit: Visit, typed: Typed, status: int = 200) -> Response:
    _require(visit)
    return visit.render("applications/oauth_form.html", status=status, application=None, typed=typed)


def _require(visit: Visit) -> None:
    instance = visit.instance
    made = arns.application(instance.owner_account_id, instance.instance_id, _NOT_MADE)
    denied = visit.denial(acts.CREATE_APPLICATION, instance.arn, providers.CUSTOM.arn)
    if denied is not None or (denied := visit.denial(acts.PUT_APPLICATION_GRANT, made)) is not None:
        raise Denied(denied)


def _create(visit: Visit) -> Response:
    form = visit.form()
    _require(visit)
    typed = fields.typed(form, TEXTS)
    check(typed)
    if not typed["redirect_uris"]:
        typed.problems["redirect_uris"] = "The redirect URI is missing."
    if typed.is_sound:
        try:
            return _created(visit, typed, form.get(ONCE, ""))
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _form(visit, typed, 400)


def _created(visit: Visit, typed: Typed, once: str) -> Response:
    instance = visit.instance

    def do(call: Call) -> Mapping[str, str]:
        made = applications.create(
            call,
            instance,
            provider_arn=providers.CUSTOM.arn,
            name=typed["name"],
            description=typed["description"] or None,
            portal=portal(typed),
        )
        return {"account_id": made.account_id, "application_id": made.application_id}

    made = visit.perform(
        acts.CREATE_APPLICATION,
        do,
        on=(instance.arn, providers.CUSTOM.arn),
        parameters={"instanceArn": instance.arn, "applicationProviderArn": providers.CUSTOM.arn, "name": typed["name"]},
        once=once,
        fingerprint=dict(typed.values),
    )
    arn = arns.application(made["account_id"], instance.instance_id, made["application_id"])
    put_grant(visit, arn, AuthorizationCodeGrant(read_uris(typed)))
    put_grant(visit, arn, RefreshTokenGrant())
    return visit.go(f"{APPLICATIONS}/{made['account_id']}/{made['application_id']}", "application-added")


def put_grant(visit: Visit, application_arn: str, grant: Grant) -> None:
    """Set one grant of an application."""
    grant_type = GRANT_TYPES[type(grant)]
    visit.perform(
        acts.PUT_APPLICATION_GRANT,
        lambda call: grants.put(call, application_arn, grant_type, grant),
        on=(application_arn,),
        parameters={"applicationArn": application_arn, "grantType": grant_type},
    )
