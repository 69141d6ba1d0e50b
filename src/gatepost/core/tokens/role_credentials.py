"""Role credentials: an assigned role in an account, for as long as the permission set's session lasts."""

import re
from collections.abc import Mapping
from datetime import timedelta

from gatepost.core.access import access_control_attributes, entitlements
from gatepost.core.access.model import Entitlement
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.federation import attributes as federation_attributes
from gatepost.core.iam import temporary_credentials
from gatepost.core.iam.temporary_credentials import Credentials, RoleSession
from gatepost.kit import ids
from gatepost.kit.errors import Denied
from gatepost.kit.sentences import Sentence

_NOT_IN_SESSION_NAMES = re.compile(r"[^\w+=,.@-]", re.ASCII)


def issue(call: Call, account_id: str, role_name: str) -> Credentials:
    """Return credentials of a role that is assigned to the signed-in person (sso GetRoleCredentials).

    `role_name` is the permission set's name. Denied where it is not assigned, in AWS's words for that.
    """
    session = begin_session(call, account_id, role_name)
    temporary_credentials.require_room(session)
    call.event.service_details |= {"account_id": account_id, "role_name": role_name}
    return temporary_credentials.mint(call.vault, session)


def begin_session(call: Call, account_id: str, role_name: str) -> RoleSession:
    """Return a session, begun now, of a role that is assigned to the signed-in person; Denied as `issue` says."""
    actor = call.actor
    if actor.user_id is None:
        raise Denied(Sentence("No access"))
    entitlement = entitlements.find_entitlement(call.tx, actor.user_id, account_id, role_name)
    if entitlement is None:
        raise Denied(Sentence("No access"), reason="ForbiddenException")
    return RoleSession(
        account_id=account_id,
        role_name=entitlement.role_name,
        role_id=entitlement.role_id,
        session_name=session_name(actor.user_name or actor.user_id),
        access_key_id=ids.new_temporary_access_key_id(call.entropy),
        issued_at=call.now,
        expires_at=call.now + timedelta(seconds=entitlement.session_seconds),
        user_id=actor.user_id,
        identity_store_id=actor.identity_store_id,
        session_id=actor.credential_id,
        tags=_tags(call, entitlement),
    )


def _tags(call: Call, entitlement: Entitlement) -> Mapping[str, str]:
    """Return the person's attributes for access control, which cost two reads where the instance passes any on.

    Of an attribute that both give, the directory's value counts (IAM Identity Center User Guide, "Choosing attributes when using
    an external identity provider").
    """
    if not entitlement.passes_attributes:
        return {}
    user = users.get(call, call.actor.identity_store_id or "", call.actor.user_id or "")
    own = access_control_attributes.session_tags(entitlement.attributes, user.attributes)
    keys = {key.casefold() for key in own}
    given = federation_attributes.of_session(call, call.actor.credential_id or "")
    return {**{key: value for key, value in given.items() if key.casefold() not in keys}, **own}


def session_name(user_name: str) -> str:
    """Return a user name as a role session name: 2 to 64 letters, digits or any of _+=,.@- (sts roleSessionNameType)."""
    name = _NOT_IN_SESSION_NAMES.sub("-", user_name)[:64]
    return name if len(name) >= 2 else f"{name}-"
