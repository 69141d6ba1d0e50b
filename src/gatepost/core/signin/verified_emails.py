"""Whether a person's address has proved to be theirs. Another address is another matter: it is verified anew."""

from datetime import datetime
from typing import Final

from gatepost.core.audit.model import EventDraft
from gatepost.core.call import Call
from gatepost.core.directory.model import User, folded
from gatepost.core.signin import store

EVENT_SOURCE: Final = "sso-directory.amazonaws.com"


def find(call: Call, user: User) -> datetime | None:
    """Return when a user's primary address was verified; None where it was not, or where there is none."""
    if user.primary_email is None:
        return None
    return store.verified_emails.find(call.tx, user.user_id, folded(user.primary_email))


def mark(call: Call, user: User, address: str) -> None:
    """Write down that a user reads what is sent to an address, where it is the one that they have (VerifyEmail)."""
    if user.primary_email is None or folded(address) != folded(user.primary_email) or find(call, user):
        return
    store.verified_emails.put(call.tx, user.user_id, folded(address), call.now)
    if call.event.name != "VerifyEmail":
        call.more_events.append(_event(call, user))


def _event(call: Call, user: User) -> EventDraft:
    """Return CloudTrail's event of it where something else was asked for, by the same person."""
    return EventDraft(
        "VerifyEmail",
        EVENT_SOURCE,
        type="AwsServiceEvent",
        user_identity=call.event.user_identity,
        user_name=call.event.user_name,
        account_id=call.event.account_id,
        service_details={"identityStoreId": user.identity_store_id, "userId": user.user_id},
    )
