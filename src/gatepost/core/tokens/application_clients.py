"""Applications as OAuth clients: authenticated by IAM, and bound to the grants and scopes that they were given."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

import orjson

from gatepost.core.applications import access_scopes, applications, authentication_methods, grants
from gatepost.core.applications.model import GRANT_TYPES, Application, GrantType
from gatepost.core.authz import decide, parse
from gatepost.core.call import Call, conditions
from gatepost.core.instances import instances
from gatepost.kit import arns
from gatepost.kit.errors import Denied, Invalid, NotFound, Refused

CREATE_TOKEN: Final = "sso-oauth:CreateTokenWithIAM"  # noqa: S105 - an action's name
DEFAULT_SCOPES: Final = frozenset({"openid", "aws", "sts:identity_context"})
"""What every application may ask for (CreateTokenWithIAM, `scope`)."""


def authenticate(call: Call, client_id: str) -> Application:
    """Return the application whose ARN is the client id, for a caller who may speak for it.

    The caller's own policies have allowed the action already; the application's actor policy must too. Refused for an ARN that
    names no application and for one that is disabled, Denied where policy or network says no.
    """
    try:
        application = applications.get(call, client_id)
    except (Invalid, NotFound):
        raise Refused("The client is not an application of IAM Identity Center.", reason="invalid_client") from None
    _require_network(call, application)
    _require_actor(call, application)
    if application.status != "ENABLED":
        raise Refused("The application is disabled.", reason="unauthorized_client")
    return application


def require_grant(call: Call, application: Application, grant_type: str) -> GrantType:
    """Return a grant type that the application was given; Invalid for one that is none, Refused for another."""
    if grant_type not in GRANT_TYPES.values():
        raise Invalid("The grant type is not supported.", reason="unsupported_grant_type")
    known = cast(GrantType, grant_type)
    try:
        grants.get(call, application.arn, known)
    except NotFound:
        raise Refused(f"The application has no grant {known}.", reason="unauthorized_client") from None
    return known


def require_scopes(call: Call, application: Application, scopes: Sequence[str]) -> None:
    """Raise Invalid for a scope that the application may not ask for."""
    for scope in dict.fromkeys(scopes):
        if scope not in DEFAULT_SCOPES and not _has_scope(call, application, scope):
            raise Invalid("The application does not have a scope that was asked for.", reason="invalid_scope")


def _has_scope(call: Call, application: Application, scope: str) -> bool:
    try:
        access_scopes.get(call, application.arn, scope)
    except NotFound:
        return False
    return True


def _require_network(call: Call, application: Application) -> None:
    """Raise Denied where the application's instance does not let this address in."""
    network = instances.require(call, arns.instance(application.instance_id)).network
    if network is not None and not network.admits(call.client.address, application.arn):
        raise _denied(call, application)


def _require_actor(call: Call, application: Application) -> None:
    """Raise Denied unless the application's actor policy allows the caller."""
    try:
        method = authentication_methods.get(call, application.arn, "IAM")
    except NotFound:
        raise Denied("The application has no authentication method of the type IAM.") from None
    decision = decide(
        replace(call.actor.policies, resource=(parse(orjson.dumps(method.actor_policy)),)),
        call.actor.principal,
        CREATE_TOKEN,
        application.arn,
        conditions(call.actor, call.client, call.now),
        resource_account_id=application.account_id,
    )
    if not decision.allowed:
        raise _denied(call, application)


def _denied(call: Call, application: Application) -> Denied:
    return Denied(f"User: {call.actor.arn} is not authorized to perform: {CREATE_TOKEN} on resource: {application.arn}")
