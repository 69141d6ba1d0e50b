"""The tables of clients, grants and tokens and their statements, a file for each noun."""

from datetime import datetime

from gatepost.core.tokens.store import clients, codes, device_grant_bans, device_grants, families, owners
from gatepost.store.database import Transaction

__all__ = ["clients", "codes", "device_grant_bans", "device_grants", "families", "owners", "sweep"]


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget what expired before a moment; return how many rows there were."""
    gone = device_grants.sweep(tx, before) + codes.sweep(tx, before)
    return gone + families.sweep(tx, before) + clients.sweep(tx, before)
