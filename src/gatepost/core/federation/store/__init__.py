"""The tables of identity sources, and of signing in and out through a provider, a file for each noun."""

from datetime import datetime

from gatepost.core.federation.store import attributes, logouts, provider_sessions, sign_ins, sources
from gatepost.store.database import Transaction

__all__ = ["attributes", "logouts", "provider_sessions", "sign_ins", "sources", "sweep"]


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget sign-ins, assertions and logouts whose time is over; return how many."""
    return sign_ins.sweep(tx, now) + logouts.sweep(tx, now)
