"""Whether the members of a group may sign devices in by a code: looked at and switched by administrators."""

from collections.abc import Mapping
from typing import Any, Final, cast

from pydantic import Field

from gatepost.core.call import Call
from gatepost.core.tokens import device_grant_bans
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body, schema_of
from gatepost.doors.api.requested import Requested

_PATH: Final = "/groups/{group_id}/device-grant"


class DeviceGrantBody(Body):
    """The switch."""

    allowed: bool = Field(
        description="Whether members of the group may allow a device that shows a code, as `aws sso login --use-device-code` does. "
        "One group of a person's that forbids it is enough.",
    )


def get_device_grant(requested: Requested, *, group_id: str) -> dict[str, bool]:
    """Return how the switch stands."""

    def do(call: Call) -> bool:
        return device_grant_bans.is_allowed_to_group(call, requested.instance.identity_store_id, group_id)

    return {"allowed": requested.perform(do)}


def update_device_grant(requested: Requested, *, group_id: str) -> dict[str, bool]:
    """Switch it, from the next approval on."""
    allowed = cast(DeviceGrantBody, requested.body).allowed

    def do(call: Call) -> None:
        device_grant_bans.set_for_group(call, requested.instance.identity_store_id, group_id, allowed=allowed)

    requested.perform(do)
    return {"allowed": allowed}


_ANSWER: Final[Mapping[str, Any]] = schema_of(DeviceGrantBody)

GET: Final = Endpoint(
    method="GET",
    path=_PATH,
    name="GetGroupDeviceGrant",
    summary="Return whether a group's members may sign devices in by a code.",
    schema=_ANSWER,
    answer=get_device_grant,
)
UPDATE: Final = Endpoint(
    method="PUT",
    path=_PATH,
    name="UpdateGroupDeviceGrant",
    summary="Allow or forbid a group's members to sign devices in by a code, from their next approval on.",
    schema=_ANSWER,
    answer=update_device_grant,
    body=DeviceGrantBody,
)
ALL: Final = (GET, UPDATE)
