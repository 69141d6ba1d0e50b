"""What the instance is called, and where it is."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.doors.console import acts, fields
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.web.dispatch import Route

SETTINGS: Final = f"{HOME}/settings"


def routes(console: Console) -> list[Route]:
    """Return the page, whose form changes the instance's name."""
    return [Route("GET", SETTINGS, console.page(_show)), Route("POST", SETTINGS, console.page(_rename))]


def _show(visit: Visit) -> Response:
    found = _describe(visit)
    return _page(visit, found, Typed({"name": found.name or ""}))


def _rename(visit: Visit) -> Response:
    typed = fields.typed(visit.form(), ("name",))
    typed.require({"name": "The name"}, longest=255)
    instance_arn = visit.instance.arn
    if typed.is_sound:
        try:
            visit.perform(
                acts.UPDATE_INSTANCE,
                lambda call: _renamed(call, instance_arn, typed["name"]),
                on=(instance_arn,),
                parameters={"instanceArn": instance_arn, "name": typed["name"]},
            )
            return visit.go(SETTINGS, "settings-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _page(visit, _describe(visit), typed, status=400)


def _renamed(call: Call, instance_arn: str, name: str) -> None:
    instances.update(call, instance_arn=instance_arn, name=name)


def _describe(visit: Visit) -> Instance:
    instance_arn = visit.instance.arn
    return visit.perform(
        acts.DESCRIBE_INSTANCE,
        lambda call: instances.require(call, instance_arn),
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn},
    )


def _page(visit: Visit, instance: Instance, typed: Typed, status: int = 200) -> Response:
    return visit.render(
        "settings/general.html",
        status=status,
        instance=instance,
        typed=typed,
        start_url=instance.start_url(visit.runtime.settings),
        may_rename=visit.denial(acts.UPDATE_INSTANCE, instance.arn),
    )
