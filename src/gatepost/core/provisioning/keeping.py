"""What an identity provider keeps in step: people change it there, since its next message would undo a change made here."""

from gatepost.core.call import Call
from gatepost.core.directory.model import Group, User
from gatepost.core.provisioning import store
from gatepost.kit.errors import Conflict

KEPT = "KeptInStep"
SENTENCE = "Your identity provider keeps this in step: change it there."


def is_kept(call: Call, kept: User | Group) -> bool:
    """Say whether a user or a group is kept in step: it came by a tenant, and the tenant has a token that is valid.

    Where the last token has ended, nobody keeps it any more, and people may.
    """
    tenant_id = kept.provisioned_by
    return tenant_id is not None and bool(store.list_tokens(call.tx, tenant_id, call.now))


def require_not_kept(call: Call, kept: User | Group) -> None:
    """Raise Conflict where an identity provider keeps it in step."""
    if is_kept(call, kept):
        raise Conflict(SENTENCE, reason=KEPT)
