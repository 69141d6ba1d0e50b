"""People's devices, for the administrator whom somebody asks who has lost theirs."""

from collections.abc import Sequence
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User
from gatepost.core.signin.factors import devices
from gatepost.core.signin.factors.model import DeviceKind, MfaDevice
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.requested import Requested

EVENT_SOURCE: Final = "sso-directory.amazonaws.com"


def list_devices(requested: Requested, *, user_id: str) -> dict[str, Any]:
    """Return a user's devices."""

    def do(call: Call) -> Sequence[MfaDevice]:
        return devices.list_of_user(call, _user(requested, call, user_id).user_id)

    found = requested.perform(do, event_source=EVENT_SOURCE)
    return {"devices": [_described(device) for device in found]}


def delete_device(requested: Requested, *, user_id: str, device_id: str) -> None:
    """Take a device from a user, who is told by mail."""

    def do(call: Call) -> None:
        devices.remove(call, _user(requested, call, user_id), device_id)

    requested.perform(do, event_source=EVENT_SOURCE)


def _user(requested: Requested, call: Call, user_id: str) -> User:
    return users.get(call, requested.instance.identity_store_id, user_id)


def _described(device: MfaDevice) -> dict[str, Any]:
    return {
        "device_id": device.device_id,
        "kind": device.kind,
        "name": device.name,
        "created_at": device.created_at,
        "last_used_at": device.last_used_at,
    }


_DEVICE: Final = {
    "type": "object",
    "required": ["device_id", "kind", "name", "created_at", "last_used_at"],
    "properties": {
        "device_id": {"type": "string", "format": "uuid"},
        "kind": {"enum": list(DeviceKind)},
        "name": {"type": "string", "description": "What its owner calls it."},
        "created_at": {"type": "string", "format": "date-time"},
        "last_used_at": {"type": ["string", "null"], "format": "date-time"},
    },
}
LIST: Final = Endpoint(
    method="GET",
    path="/users/{user_id}/mfa-devices",
    name="ListMfaDevicesForUser",
    summary="Return a user's second-factor devices.",
    schema={
        "type": "object",
        "required": ["devices"],
        "properties": {"devices": {"type": "array", "items": _DEVICE}},
    },
    answer=list_devices,
)
DELETE: Final = Endpoint(
    method="DELETE",
    path="/users/{user_id}/mfa-devices/{device_id}",
    name="DeleteMfaDeviceForUser",
    summary="Take a second-factor device from a user; the last one takes the recovery codes along.",
    schema=None,
    answer=delete_device,
)
ALL: Final = (LIST, DELETE)
