"""Mails before a token ends: a year is long enough to forget that provisioning will stop."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.call import Call
from gatepost.core.mailing import enqueue_mail
from gatepost.core.organization import store as organization_store
from gatepost.core.provisioning import store
from gatepost.core.provisioning.model import BearerToken

REMIND_OF_TOKEN = "remind-of-token"  # noqa: S105 - a kind of job


def plan(call: Call, token: BearerToken) -> None:
    """Have the next reminder of a token's end written when its time comes."""
    due = token.next_reminder(call.now)
    if due is not None:
        call.enqueue(REMIND_OF_TOKEN, {"token_id": token.token_id}, delay=due - call.now)


def remind(call: Call, payload: Mapping[str, Any]) -> None:
    """Write about the end of the token that a job of kind "remind-of-token" names, unless it was deleted or has ended."""
    token = store.find_token(call.tx, payload["token_id"])
    if token is None or token.expires_at <= call.now:
        return
    _write(call, token)
    plan(call, token)


def _write(call: Call, token: BearerToken) -> None:
    """Write to where AWS writes about an account: the address of the one that owns the instance."""
    owner = store.find_owner(call.tx, token.tenant_id)
    account = owner and organization_store.find_account(call.tx, owner[1])
    if owner and account:
        context = {
            "token_id": token.token_id,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "identity_store_id": owner[0],
        }
        enqueue_mail(call, to=account.email, template="token_ends", context=context)
