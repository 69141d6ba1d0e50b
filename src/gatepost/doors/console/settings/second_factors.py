"""Second factors: when one is asked for, which devices people may have, and what becomes of somebody who has none."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.policy import MfaMode, SigninSettings, WithoutDevice
from gatepost.doors.console import fields
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.settings import signin
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.errors import Denied
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form

PAGE: Final = f"{HOME}/settings/second-factors"
_BOXES: Final = ("passkey_alone", "self_management", "email_change", "first_sign_in_code")


def routes(console: Console) -> list[Route]:
    """Return the page, whose form changes all of it."""
    return [Route("GET", PAGE, console.page(_show)), Route("POST", PAGE, console.page(_save))]


def _show(visit: Visit) -> Response:
    return _page(visit, _typed(signin.read(visit)))


def _save(visit: Visit) -> Response:
    typed = _read(visit.form())
    if (denied := signin.denial(visit)) is not None:
        raise Denied(denied)
    if typed.is_sound:
        try:
            signin.change(visit, _changes(typed))
            return visit.go(PAGE, "settings-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _page(visit, typed, status=400)


def _typed(settings: SigninSettings) -> Typed:
    return Typed(
        {
            "mfa_mode": settings.mfa_mode.value,
            "without_device": settings.without_device.value,
            "aaguids": "\n".join(settings.aaguids),
            **{f"kind_{kind}": _box(kind in settings.device_kinds) for kind in DeviceKind},
            **{name: _box(getattr(settings, name)) for name in _BOXES},
        }
    )


def _box(ticked: bool) -> str:
    return "yes" if ticked else ""


def _read(form: Form) -> Typed:
    boxes = (*_BOXES, *(f"kind_{kind}" for kind in DeviceKind))
    typed = fields.typed(form, ("mfa_mode", "without_device", "aaguids", *boxes))
    if typed["mfa_mode"] not in set(MfaMode):
        typed.problems["mfa_mode"] = "Choose when a second factor is asked for."
    if typed["without_device"] not in set(WithoutDevice):
        typed.problems["without_device"] = "Choose what becomes of somebody without a device."
    if typed["without_device"] == WithoutDevice.REGISTER and not any(typed[f"kind_{kind}"] for kind in DeviceKind):
        typed.problems["without_device"] = "Nobody can add a device while no kind of device is allowed below."
    return typed


def _changes(typed: Typed) -> dict[str, object]:
    return {
        "mfa_mode": MfaMode(typed["mfa_mode"]),
        "without_device": WithoutDevice(typed["without_device"]),
        "device_kinds": tuple(kind for kind in DeviceKind if typed[f"kind_{kind}"]),
        "aaguids": tuple(dict.fromkeys(typed["aaguids"].lower().split())),
        **{name: bool(typed[name]) for name in _BOXES},
    }


def _page(visit: Visit, typed: Typed, status: int = 200) -> Response:
    return visit.render(
        "settings/second_factors.html",
        status=status,
        typed=typed,
        kinds=list(DeviceKind),
        denied=signin.denial(visit),
    )
