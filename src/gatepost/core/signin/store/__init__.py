"""The tables of sign-in and their statements, a file for each noun."""

from datetime import datetime

from gatepost.core.signin.model import KNOWN_PLACE_LIFETIME
from gatepost.core.signin.store import (
    challenges,
    devices,
    failures,
    flows,
    invitations,
    passkeys,
    passwords,
    places,
    recovery,
    sessions,
    totp,
    trust,
    verified_emails,
)
from gatepost.core.signin.store.password_policies import password_policies
from gatepost.core.signin.store.settings import settings
from gatepost.store.database import Transaction

__all__ = [
    "challenges",
    "devices",
    "failures",
    "flows",
    "invitations",
    "passkeys",
    "password_policies",
    "passwords",
    "places",
    "recovery",
    "sessions",
    "settings",
    "sweep",
    "totp",
    "trust",
    "verified_emails",
]


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget flows, challenges and trust that have expired, and everything else some time after its end; return how many rows there were."""
    long_ago = now - KNOWN_PLACE_LIFETIME
    gone = (
        flows.sweep(tx, now)
        + challenges.sweep(tx, now)
        + trust.sweep(tx, now)
        + invitations.sweep(tx, long_ago)
        + sessions.sweep(tx, long_ago)
    )
    return gone + failures.sweep(tx, long_ago) + places.sweep(tx, long_ago)
