"""Sign-ins day by day, as the event history tells them: how many came in, and how many tries failed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gatepost.core.audit import store
from gatepost.core.call import Call

MOST_TRIES: Final = 20_000
"""How many of the latest tries are looked at: whether one failed stands in its record."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day in UTC."""

    date: date
    sign_ins: int
    failures: int


def sign_ins(call: Call, days: int) -> Sequence[Day]:
    """Return the last `days` days of the caller's account, today the last of them."""
    first = call.now.date() - timedelta(days=days - 1)
    start = call.now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
    account_id = call.actor.account_id
    entered = store.count_by_day(call.tx, account_id, "UserAuthentication", start)
    tries = store.latest_bodies(call.tx, account_id, "CredentialVerification", start, MOST_TRIES)
    failed = Counter(moment.date() for moment, body in tries if _failed(body.get("serviceEventDetails")))
    each = (first + timedelta(days=number) for number in range(days))
    return [Day(day, entered.get(day, 0), failed[day]) for day in each]


def _failed(details: object) -> bool:
    return isinstance(details, dict) and details.get("CredentialVerification") == "Failure"
