"""A person's devices: added, listed, named and removed, each change told to the person by mail."""

from collections.abc import Sequence
from typing import Final

from gatepost.core.audit.model import Resource
from gatepost.core.call import Call
from gatepost.core.directory.model import User
from gatepost.core.signin import notices, store
from gatepost.core.signin.factors.model import LONGEST_DEVICE_NAME, MOST_DEVICES, DeviceKind, MfaDevice
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from gatepost.kit.sentences import Sentence
from gatepost.store.database import Duplicate

DEFAULT_NAMES: Final = {DeviceKind.WEBAUTHN: "Passkey", DeviceKind.TOTP: "Authenticator app"}


def list_of_user(call: Call, user_id: str) -> Sequence[MfaDevice]:
    """List a user's devices."""
    return store.devices.list_of_user(call.tx, user_id)


def require_room(call: Call, user_id: str) -> int:
    """Return the first slot that is free, or raise QuotaExceeded: a person has eight devices at most."""
    taken = {device.slot for device in list_of_user(call, user_id)}
    free = next((slot for slot in range(MOST_DEVICES) if slot not in taken), None)
    if free is None:
        raise QuotaExceeded(
            Sentence("You have %(count)s devices, which is the limit. Remove one first.", count=MOST_DEVICES)
        )
    return free


def add(call: Call, user: User, kind: DeviceKind, name: str) -> MfaDevice:
    """Add a device to a user's; its secrets are its kind's business."""
    device = MfaDevice(
        device_id=ids.new_uuid(call.entropy),
        user_id=user.user_id,
        slot=require_room(call, user.user_id),
        kind=kind,
        name=_checked(name or DEFAULT_NAMES[kind]),
        created_at=call.now,
    )
    try:
        store.devices.insert_device(call.tx, device)
    except Duplicate:
        raise Conflict(Sentence("Another device was added at this moment. Try again.")) from None
    call.event.resources.append(Resource("AWS::IdentityStore::User", user.arn))
    call.event.additional["DeviceId"] = device.device_id
    notices.tell(call, user, "device_added", device.name)
    return device


def rename(call: Call, user_id: str, device_id: str, name: str) -> None:
    """Give a device another name (UpdateMfaDeviceForUser)."""
    if not store.devices.rename(call.tx, user_id, device_id, _checked(name)):
        raise _no_device()


def remove(call: Call, user: User, device_id: str) -> None:
    """Take a device away (DeleteMfaDeviceForUser); the last one takes the recovery codes along, which stand in for it."""
    device = store.devices.find(call.tx, user.user_id, device_id)
    if device is None or not store.devices.delete_device(call.tx, user.user_id, device_id):
        raise _no_device()
    # Whoever removes a device that they have lost may have lost the browser with it.
    store.trust.delete_all(call.tx, user.user_id)
    if not list_of_user(call, user.user_id):
        store.recovery.delete_all(call.tx, user.user_id)
    call.event.resources.append(Resource("AWS::IdentityStore::User", user.arn))
    call.event.additional["DeviceId"] = device_id
    notices.tell(call, user, "device_removed", device.name)


def _checked(name: str) -> str:
    stripped = " ".join(name.split())
    if not stripped or len(stripped) > LONGEST_DEVICE_NAME or not stripped.isprintable():
        raise Invalid(
            Sentence("A name has 1 to %(most)s letters, digits and signs.", most=LONGEST_DEVICE_NAME),
            reason="InvalidDeviceName",
        )
    return stripped


def _no_device() -> NotFound:
    return NotFound(Sentence("You have no such device. It may have been removed."))
