"""The device grant (RFC 8628): begun by a device, decided by a person, redeemed by the device."""

from datetime import timedelta
from ipaddress import ip_address
from typing import Final

from gatepost.core.call import Call
from gatepost.core.signin.attempts import network_of
from gatepost.core.tokens import device_grant_bans, issue, store
from gatepost.core.tokens.model import (
    DEVICE_GRANT_LIFETIME,
    DEVICE_POLL_INTERVAL_SECONDS,
    SLOW_DOWN_SECONDS,
    Client,
    DeviceGrant,
    DeviceGrantState,
    Tokens,
    WaitingDevice,
    invalid_grant,
)
from gatepost.kit import ids
from gatepost.kit.errors import NotFound, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

GUESSES = 10
"""Wrong user codes a person may type in a window: with 34 bits in a code, guessing one is hopeless."""
GUESS_WINDOW = timedelta(minutes=10)
FORBIDDEN: Final = "device_grant_forbidden"


def start(call: Call, client: Client) -> tuple[DeviceGrant, Secret]:
    """Begin a device authorisation and return it with the device's code (sso-oidc StartDeviceAuthorization)."""
    device_code = Secret(ids.new_token(call.entropy))
    grant = DeviceGrant(
        device_code_digest=device_code.digest(),
        user_code=ids.new_user_code(call.entropy),
        client_id=client.client_id,
        client_name=client.name,
        scopes=client.scopes,
        state="PENDING",
        client_address=call.client.address,
        created_at=call.now,
        expires_at=call.now + DEVICE_GRANT_LIFETIME,
        interval_seconds=DEVICE_POLL_INTERVAL_SECONDS,
        last_polled_at=None,
        user_id=None,
        session_id=None,
        client_user_agent=call.client.user_agent,
    )
    store.device_grants.insert_grant(call.tx, grant)
    return grant, device_code


def redeem(call: Call, client: Client, device_code: Secret) -> Tokens:
    """Answer one poll: tokens once allowed, else Refused with the RFC's reason, whose poll time is kept (section 3.5)."""
    grant = store.device_grants.find_grant(call.tx, device_code.digest())
    if grant is None or grant.client_id != client.client_id or grant.state == "REDEEMED":
        raise invalid_grant("The device code is unknown, was used, or is another client's.")
    if grant.expires_at <= call.now:
        raise Refused("The device code has expired. Start to sign in again.", reason="expired_token")
    if grant.state == "DENIED":
        raise Refused("The request was denied.", reason="access_denied")
    if grant.state == "PENDING":
        raise _not_yet(call, grant)
    if device_grant_bans.is_forbidden_to(call, grant.user_id or ""):
        raise Refused("Your organisation does not allow you to sign in by a code.", reason="access_denied")
    if not store.device_grants.redeem(call.tx, grant.device_code_digest):
        raise invalid_grant("The device code was used already.")
    return issue.open_family(call, client, grant.session_id or "", grant.scopes)


def look_up(call: Call, user_code: str) -> WaitingDevice:
    """Return the device that a person typed the code of; Refused counts a wrong one against that person.

    The call writes, because of the count.
    """
    grant = _require_pending(call, user_code)
    is_forbidden = device_grant_bans.is_forbidden_to(call, call.actor.user_id or "")
    return WaitingDevice(grant, _is_elsewhere(call, grant), is_forbidden)


def decide(call: Call, user_code: str, *, allow: bool) -> DeviceGrant:
    """Allow or deny the grant in the name of the signed-in person; NotFound where it was decided or expired meanwhile.

    Refused (`device_grant_forbidden`) where one of the person's groups forbids them to allow any. The same decision again, in
    the same session, changes nothing and is no error: the button was pressed twice.
    """
    decided = _find_decided(call, user_code, allow=allow)
    if decided is not None:
        return decided
    grant = _require_pending(call, user_code)
    call.event.additional |= {
        "clientName": grant.client_name,
        "requestedFrom": grant.client_address,
        "requestedFromAnotherNetwork": _is_elsewhere(call, grant),
        "allowed": allow,
    }
    if allow and device_grant_bans.is_forbidden_to(call, call.actor.user_id or ""):
        call.event.additional["allowed"] = False
        raise Refused(
            Sentence(
                "Your organisation does not let you sign in by a code. Sign in on a machine that has a browser: aws sso login,"
                " without --use-device-code."
            ),
            reason=FORBIDDEN,
        )
    state: DeviceGrantState = "ALLOWED" if allow else "DENIED"
    session_id = call.actor.credential_id
    if not store.device_grants.decide(call.tx, grant.device_code_digest, state, call.actor.user_id, session_id):
        raise NotFound(Sentence("This request was decided already."))
    return grant


def _find_decided(call: Call, user_code: str, *, allow: bool) -> DeviceGrant | None:
    grant = store.device_grants.find_by_user_code(call.tx, ids.fold_user_code(user_code))
    if grant is None or grant.state == "PENDING" or grant.session_id != call.actor.credential_id:
        return None
    return grant if allow is (grant.state != "DENIED") else None


def _require_pending(call: Call, user_code: str) -> DeviceGrant:
    user_id = call.actor.user_id or ""
    if store.device_grants.count_guesses(call.tx, user_id, call.now - GUESS_WINDOW) >= GUESSES:
        raise Refused(Sentence("Too many wrong codes. Wait ten minutes and try again."), reason="throttled")
    grant = store.device_grants.find_by_user_code(call.tx, ids.fold_user_code(user_code))
    if grant is None or grant.expires_at <= call.now or grant.state != "PENDING":
        store.device_grants.insert_guess(call.tx, ids.new_uuid(call.entropy), user_id, call.now)
        raise Refused(
            Sentence("No device is waiting with this code. Compare it with the one on your device."),
            reason="unknown_code",
        )
    return grant


def _is_elsewhere(call: Call, grant: DeviceGrant) -> bool:
    """Whether a device asked from another network than the person's browser is in; the machine itself is one network."""
    here, there = call.client.address, grant.client_address
    return network_of(here) != network_of(there) and not (_is_loopback(here) and _is_loopback(there))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _not_yet(call: Call, grant: DeviceGrant) -> Refused:
    """Return pending or slow_down, and note the poll.

    Half a second of grace: a client that waits exactly the interval must not be punished for the network's jitter. The
    CLI's second poll follows its first at once, which is why the very first interval is not measured.
    """
    too_early = timedelta(seconds=grant.interval_seconds - 0.5)
    is_early = (
        grant.last_polled_at is not None
        and call.now - grant.created_at > timedelta(seconds=2)
        and call.now - grant.last_polled_at < too_early
    )
    interval = grant.interval_seconds + (SLOW_DOWN_SECONDS if is_early else 0)
    store.device_grants.note_poll(call.tx, grant.device_code_digest, call.now, interval)
    if is_early:
        return Refused("The device polls too fast.", reason="slow_down")
    return Refused("The person has not decided yet.", reason="authorization_pending")
