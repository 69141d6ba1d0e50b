"""A user's second-factor devices: listed on their page, and taken away from somebody who has lost one."""

from collections.abc import Sequence
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.signin.factors import devices
from gatepost.core.signin.factors.model import MfaDevice
from gatepost.doors.console import acts, question
from gatepost.doors.console.question import Question
from gatepost.doors.console.users import USERS
from gatepost.doors.console.visit import Console, Looked, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route

REMOVE: Final = f"{USERS}/<user_id>/devices/<device_id>/remove"
_LAST: Final = (
    "It is their last one: their recovery codes go with it, and at the next sign-in happens what the settings say of"
    " somebody who has no device."
)


def routes(console: Console) -> list[Route]:
    """Return the page that asks before a device is removed, and its target."""
    page = console.page
    return [Route("GET", REMOVE, page(_ask)), Route("POST", REMOVE, page(_remove))]


def of_user(visit: Visit, user_id: str) -> Looked[Sequence[MfaDevice]]:
    """Return a user's devices."""
    return visit.look(
        acts.LIST_DEVICES,
        lambda call: devices.list_of_user(call, user_id),
        on=(visit.instance.arn,),
        parameters={"user_id": user_id},
    )


def _ask(visit: Visit, user_id: str, device_id: str) -> Response:
    visit.require(acts.DELETE_DEVICE, visit.instance.arn)
    person = visit.perform(
        acts.DESCRIBE_USER,
        lambda call: users.get(call, visit.store_id, user_id),
        on=visit.user_arn(user_id),
        parameters={"identityStoreId": visit.store_id, "userId": user_id},
    )
    found = of_user(visit, user_id).found or ()
    device = next((each for each in found if each.device_id == device_id), None)
    if device is None:
        raise NotFound("This person has no such device.")
    last = (_LAST,) if len(found) == 1 else ()
    return question.ask(
        visit,
        Question(
            does=f"Remove {device.name} of {person.display_name}",
            follows=(f"It confirms no sign-in any more. {person.display_name} is told by mail.", *last),
            back=f"{USERS}/{user_id}",
            back_words=person.display_name,
        ),
    )


def _remove(visit: Visit, user_id: str, device_id: str) -> Response:
    visit.form()

    def do(call: Call) -> None:
        devices.remove(call, users.get(call, visit.store_id, user_id), device_id)

    parameters = {"user_id": user_id, "device_id": device_id}
    visit.perform(acts.DELETE_DEVICE, do, on=(visit.instance.arn,), parameters=parameters)
    return visit.go(f"{USERS}/{user_id}", "device-removed")
