"""Throttling of guesses: how long a try must wait, and what a failure and a success change.

A stranger's failures count for the name, for the address and for the pair of both. A place from which the person has signed
in before, a browser or an address, has a budget of its own: strangers who guess can make each other wait, not that person.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from gatepost.core.call import Call
from gatepost.core.directory.model import folded
from gatepost.core.signin import store
from gatepost.core.signin.budgets import Budget, longest_wait
from gatepost.core.signin.model import KNOWN_PLACE_LIFETIME
from gatepost.kit.errors import Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

AT_A_PLACE = Budget(free=5)
FOR_A_NAME = Budget(free=20)
FROM_AN_ADDRESS = Budget(free=50, memory=timedelta(hours=1))
FOR_A_SECOND_FACTOR = Budget(free=20, longest_wait=timedelta(hours=1))
"""Whoever comes so far knows the password: from places that are not known, 20 guesses at a code, then one an hour."""

THROTTLED: Final = "TooManyAttempts"

_PURPOSE = "signin-attempts"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a try comes from: a browser, by the digest of its visit cookie, and an address."""

    browser: str
    address: str
    network: str

    @classmethod
    def of(cls, call: Call, visit: Secret) -> "Place":
        """Return the place of a call by a browser that holds this visit cookie."""
        address = call.client.address
        return cls("browser:" + visit.digest().hex(), "address:" + address, "network:" + network_of(address))


def network_of(address: str) -> str:
    """Return the network that an address is likely to move about in: 256 addresses of IPv4, a site of IPv6 (RFC 6177)."""
    try:
        bits = 24 if ip_address(address).version == 4 else 48
    except ValueError:
        return address
    return str(ip_network(f"{address}/{bits}", strict=False))


def budgets(call: Call, *, login: str, user_id: str | None, place: Place) -> Mapping[str, Budget]:
    """Return the budgets that a try falls under, by their subject.

    The name is what was typed, not whom it means: a user name and an e-mail address that shared a budget would tell that they
    belong together. Subjects are keyed digests, since people type passwords where a name belongs.
    """
    since = call.now - KNOWN_PLACE_LIFETIME
    known = store.places.known_among(call.tx, user_id or "", (place.browser, place.address), since)
    name = folded(login.strip())
    if place.browser in known:
        return {subject(call, name, place.browser): AT_A_PLACE}
    here = {subject(call, name, place.address): AT_A_PLACE, subject(call, place.address): FROM_AN_ADDRESS}
    return here if place.address in known else here | {subject(call, name): FOR_A_NAME}


def budgets_of_factor(call: Call, user_id: str, place: Place) -> Mapping[str, Budget]:
    """Return the budgets that a try at a user's second factor falls under: a known place has its own here too."""
    since = call.now - KNOWN_PLACE_LIFETIME
    known = store.places.known_among(call.tx, user_id, (place.browser, place.address), since)
    here = place.browser if place.browser in known else place.address
    at_this_place = {subject(call, "second factor", user_id, here): AT_A_PLACE}
    return at_this_place if known else at_this_place | {subject(call, "second factor", user_id): FOR_A_SECOND_FACTOR}


def budgets_of_passkey(call: Call) -> Mapping[str, Budget]:
    """Return the budget that a try with a passkey falls under which names nobody yet: nobody guesses a signature."""
    return {subject(call, "passkey", "address:" + call.client.address): FROM_AN_ADDRESS}


def is_network_known(call: Call, user_id: str, place: Place) -> bool:
    """Say whether a user has signed in from a place's network before."""
    return bool(store.places.known_among(call.tx, user_id, (place.network,), call.now - KNOWN_PLACE_LIFETIME))


def hold(call: Call, budgets: Mapping[str, Budget]) -> timedelta:
    """Return how long a try must wait, and keep others from being counted until the transaction ends."""
    return longest_wait(store.failures.lock(call.tx, budgets, call.now), call.now)


def wait(call: Call, budgets: Mapping[str, Budget]) -> timedelta:
    """Return how long a try must wait; nothing where it may be made."""
    return longest_wait(store.failures.read(call.tx, budgets, call.now), call.now)


def count(call: Call, budgets: Mapping[str, Budget], *, failed: bool) -> timedelta:
    """Count a try that was made; return how long it should have waited.

    Tries at the same moment all find that they need not wait and are made. They are counted one after the other, and those
    beyond the budget learn nothing from it: the answer must then be that of one which came too early. Such a one does not count.
    """
    counters = store.failures.lock(call.tx, budgets, call.now)
    too_early = longest_wait(counters, call.now)
    if too_early:
        return too_early
    if failed:
        store.failures.put(call.tx, [counter.after_failure(call.now) for counter in counters])
    else:
        # An address keeps its failures: who has a password of their own could otherwise go on guessing others'.
        consecutive = [counter.subject for counter in counters if counter.budget is not FROM_AN_ADDRESS]
        store.failures.clear(call.tx, consecutive, call.now)
    return timedelta()


def remember(call: Call, user_id: str, place: Place, new_visit: Secret) -> None:
    """Know the place of a sign-in again: its address, and its browser by the visit cookie that it is given now."""
    store.places.forget(call.tx, user_id, place.browser)
    browser = "browser:" + new_visit.digest().hex()
    store.places.remember(call.tx, user_id, (browser, place.address, place.network), call.now)


_TOO_MANY: Final = Sentence("There were too many attempts. Wait a moment and try again.")


def too_many(wait: timedelta, sentence: Sentence = _TOO_MANY) -> Refused:
    """Return the refusal of a try that comes too early."""
    return Refused(sentence, reason=THROTTLED, details={"retry_after_seconds": math.ceil(wait.total_seconds())})


def subject(call: Call, *parts: str) -> str:
    """Return what the failures of a name, an address or both are counted under: a keyed digest."""
    return call.vault.mac(_PURPOSE, "\n".join(parts).encode()).hex()
