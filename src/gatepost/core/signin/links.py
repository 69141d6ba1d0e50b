"""Links for one user that work once: made here, used by what they are for."""

from collections.abc import Container
from typing import Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.signin import store
from gatepost.core.signin.model import Invitation, InvitationState, LinkPurpose
from gatepost.kit import ids
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

USED: Final = "InvitationUsed"
EXPIRED: Final = "InvitationExpired"
UNKNOWN: Final = "InvitationUnknown"
TOKEN_PREFIX: Final = "gpi_"  # noqa: S105 - what a token begins with

_SENTENCES: Final = {
    USED: Sentence("This link has been used."),
    EXPIRED: Sentence("This link has expired."),
    UNKNOWN: Sentence("This link is not known."),
}
_REASONS: Final = {
    InvitationState.USED: USED,
    InvitationState.EXPIRED: EXPIRED,
    # Of a link that a newer one replaced nobody learns more than of one that never was.
    InvitationState.REPLACED: UNKNOWN,
}


def make(
    call: Call, user_id: str, purpose: LinkPurpose = LinkPurpose.INVITATION, *, mailed_to: str | None = None
) -> tuple[Invitation, Secret]:
    """Make a link and its token, 256 bits; a user's earlier links of this purpose work no more.

    `mailed_to` is for a token that goes to this address and is shown to nobody.
    """
    token = Secret(ids.new_token(call.entropy, TOKEN_PREFIX))
    invitation = Invitation(
        invitation_id=ids.new_uuid(call.entropy),
        purpose=purpose,
        user_id=user_id,
        created_at=call.now,
        expires_at=call.now + purpose.lifetime,
        address=mailed_to,
    )
    store.invitations.replace_open(call.tx, user_id, purpose)
    store.invitations.insert_invitation(call.tx, invitation, token.digest().hex())
    return invitation, token


def require_open(call: Call, token: Secret, purposes: Container[LinkPurpose]) -> tuple[Invitation, Instance, User]:
    """Return a link that works and is for one of these purposes, and whose it is; the event says so too.

    Refused for one that is used, expired, replaced or unknown, or whose user is disabled.
    """
    instance = instances.require_primary(call)
    call.event.account_id = instance.owner_account_id
    link = store.invitations.find(call.tx, token.digest().hex())
    if link is None or link.purpose not in purposes:
        raise refused(UNKNOWN)
    user = users.get(call, instance.identity_store_id, link.user_id)
    call.event.user_name = user.user_name
    call.event.user_identity = {
        "type": "IdentityCenterUser",
        "accountId": instance.owner_account_id,
        "onBehalfOf": {"userId": user.user_id, "identityStoreArn": instance.identity_store_arn},
    }
    state = link.state(call.now)
    if state is not InvitationState.OPEN:
        raise refused(_REASONS[state])
    if not user.is_enabled:
        raise refused(UNKNOWN)
    return link, instance, user


def use(call: Call, link: Invitation) -> None:
    """Use a link up; Refused where another use at the same moment was first."""
    if not store.invitations.use(call.tx, link.invitation_id, call.now):
        raise refused(USED)


def refused(reason: str) -> Refused:
    """Return the refusal of a link that does not work."""
    return Refused(_SENTENCES[reason], reason=reason)
