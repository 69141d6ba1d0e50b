"""The instance's settings: its name, Regions, sessions and the attributes that become session tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import access_control_attributes
from gatepost.core.access.model import AccessControlAttribute
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.signin import signin_settings
from gatepost.core.signin.policy import SigninSettings
from gatepost.doors.console import acts, fields
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route

SETTINGS: Final = f"{HOME}/settings"


@dataclass(frozen=True, slots=True)
class _Described:
    """The instance, and how people sign in to it."""

    instance: Instance
    signin: SigninSettings


def routes(console: Console) -> list[Route]:
    """Return the page, whose form changes the instance's name."""
    return [Route("GET", SETTINGS, console.page(_show)), Route("POST", SETTINGS, console.page(_rename))]


def _show(visit: Visit) -> Response:
    found = _describe(visit)
    return _page(visit, found, Typed({"name": found.instance.name or ""}))


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
            return visit.go(SETTINGS, "name-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _page(visit, _describe(visit), typed, status=400)


def _renamed(call: Call, instance_arn: str, name: str) -> None:
    instances.update(call, instance_arn=instance_arn, name=name)


def _describe(visit: Visit) -> _Described:
    instance_arn = visit.instance.arn

    def do(call: Call) -> _Described:
        instance = instances.require(call, instance_arn)
        return _Described(instance, signin_settings.read(call, instance.instance_id))

    return visit.perform(
        acts.DESCRIBE_INSTANCE,
        do,
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn},
    )


def _page(visit: Visit, described: _Described, typed: Typed, status: int = 200) -> Response:
    settings, instance = visit.runtime.settings, described.instance
    return visit.render(
        "settings.html",
        status=status,
        instance=instance,
        typed=typed,
        start_url=instance.start_url(settings),
        session_length=_length(described.signin.session_minutes or settings.session_hours * 60),
        session_idle=_length(described.signin.session_idle_minutes or settings.session_idle_minutes),
        attributes=visit.look(
            acts.DESCRIBE_ACCESS_ATTRIBUTES,
            lambda call: _attributes(call, instance.arn),
            on=(instance.arn,),
            parameters={"instanceArn": instance.arn},
        ),
        may_rename=visit.denial(acts.UPDATE_INSTANCE, instance.arn),
    )


def _length(minutes: int) -> str:
    return f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"


def _attributes(call: Call, instance_arn: str) -> Sequence[AccessControlAttribute]:
    try:
        return access_control_attributes.get(call, instance_arn)
    except NotFound:
        return ()
