"""The device grant (RFC 8628): begun by a device, decided by a person, redeemed by the device."""

from datetime import timedelta

from gatepost.core.call import Call
from gatepost.core.tokens import issue, store
from gatepost.core.tokens.model import (
    DEVICE_GRANT_LIFETIME,
    DEVICE_POLL_INTERVAL_SECONDS,
    SLOW_DOWN_SECONDS,
    Client,
    DeviceGrant,
    DeviceGrantState,
    Tokens,
    invalid_grant,
)
from gatepost.kit import ids
from gatepost.kit.errors import NotFound, Refused
from gatepost.kit.secret import Secret

GUESSES = 10
"""Wrong user codes a person may type in a window: with 34 bits in a code, guessing one is hopeless."""
GUESS_WINDOW = timedelta(minutes=10)


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
    if not store.device_grants.redeem(call.tx, grant.device_code_digest):
        raise invalid_grant("The device code was used already.")
    return issue.open_family(call, client, grant.session_id or "", grant.scopes)


def look_up(call: Call, user_code: str) -> DeviceGrant:
    """Return the pending grant that a person typed the code of; Refused counts a wrong one against that person.

    The call writes, because of the count.
    """
    user_id = call.actor.user_id or ""
    if store.device_grants.count_guesses(call.tx, user_id, call.now - GUESS_WINDOW) >= GUESSES:
        raise Refused("Too many wrong codes. Wait ten minutes and try again.", reason="throttled")
    grant = store.device_grants.find_by_user_code(call.tx, ids.fold_user_code(user_code))
    if grant is None or grant.expires_at <= call.now or grant.state != "PENDING":
        store.device_grants.insert_guess(call.tx, ids.new_uuid(call.entropy), user_id, call.now)
        raise Refused(
            "No device is waiting with this code. Compare it with the one on your device.", reason="unknown_code"
        )
    return grant


def decide(call: Call, user_code: str, *, allow: bool) -> DeviceGrant:
    """Allow or deny the grant in the name of the signed-in person; NotFound where it was decided or expired meanwhile."""
    grant = look_up(call, user_code)
    state: DeviceGrantState = "ALLOWED" if allow else "DENIED"
    session_id = call.actor.credential_id
    if not store.device_grants.decide(call.tx, grant.device_code_digest, state, call.actor.user_id, session_id):
        raise NotFound("This request was decided already.")
    call.event.additional |= {"clientName": grant.client_name, "requestedFrom": grant.client_address, "allowed": allow}
    return grant


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
