"""Revocations: temporary credentials have no row, so what kills them before their time is one about their subject."""

from datetime import datetime, timedelta

from gatepost.core.call import Call
from gatepost.core.iam import store
from gatepost.store.database import Transaction

LONGEST_CREDENTIAL = timedelta(hours=36)
"""GetSessionToken gives the longest-lived credentials; a revocation older than that speaks about none that still lives."""


def of_role(role_id: str) -> str:
    """Return the subject of every session of a role."""
    return f"role:{role_id}"


def of_user(user_id: str) -> str:
    """Return the subject of every session of a person, or of an IAM user."""
    return f"user:{user_id}"


def of_session(session_id: str) -> str:
    """Return the subject of every role session that came out of one sign-in."""
    return f"session:{session_id}"


def revoke(call: Call, subject: str) -> None:
    """Kill every temporary credential that was issued to a subject up to now."""
    store.revoke(call.tx, subject, call.now)


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget the revocations that no longer speak about anything."""
    return store.delete_revocations_before(tx, now - LONGEST_CREDENTIAL)
