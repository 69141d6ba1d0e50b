"""The person's own page about how they sign in: their devices and recovery codes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.core.call import Call, perform
from gatepost.core.signin import own_devices, own_password, passwords, sessions
from gatepost.core.signin.factors.model import MOST_DEVICES, MfaDevice
from gatepost.core.signin.own_devices import Overview
from gatepost.doors.portal.home import SignedInPerson, person_of
from gatepost.doors.visit import Site, to_sign_in
from gatepost.kit.errors import Invalid, NotFound, Refused
from gatepost.kit.sentences import Sentence
from gatepost.web.dispatch import Route

EVENT_SOURCE: Final = "sso-directory.amazonaws.com"
RULE: Final = "/security"
TRUSTED: Final = f"{RULE}/trusted-browsers"
DEVICE: Final = f"{RULE}/devices/<device_id>"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page is made of."""

    person: SignedInPerson
    overview: Overview
    password_changed_at: datetime | None
    has_own_password: bool


def routes(site: Site) -> list[Route]:
    """Return the page, and a device's own page: POST gives it another name or takes it away."""
    return [
        Route("GET", RULE, lambda request: _show(site, request)),
        Route("POST", TRUSTED, lambda request: _forget_browsers(site, request)),
        Route("GET", DEVICE, lambda request, device_id: _show_device(site, request, device_id)),
        Route("POST", DEVICE, lambda request, device_id: _rename(site, request, device_id)),
        Route("POST", f"{DEVICE}/remove", lambda request, device_id: _remove(site, request, device_id)),
    ]


def to_fresh_sign_in(refused: Refused, back_to: str = RULE) -> Response:
    """Send a person to prove again who they are, and back; raise what is another refusal."""
    if refused.reason != sessions.STALE:
        raise refused
    response = redirect(f"/sign-in?fresh=1&return_to={quote(back_to, safe='')}", 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _show(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    shown = _read(site, request, actor)
    site.keep_alive(request, actor, shown.person.session)
    overview = shown.overview
    return site.render(
        request,
        "security.html",
        csrf_token=site.csrf_token(request),
        devices=[_described(device) for device in overview.devices],
        most_devices=MOST_DEVICES,
        recovery_codes=overview.recovery_codes,
        trusted_browsers=overview.trusted_browsers,
        kinds=list(overview.settings.device_kinds),
        is_managed_by_person=overview.settings.self_management,
        has_own_password=shown.has_own_password,
        password_changed_at=shown.password_changed_at,
        done=request.args.get("done"),
        **shown.person.described(),
    )


def _show_device(
    site: Site, request: Request, device_id: str, *, name: str | None = None, problem: Invalid | None = None
) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    shown = _read(site, request, actor)
    device = next((each for each in shown.overview.devices if each.device_id == device_id), None)
    if device is None:
        raise NotFound(Sentence("You have no such device. It may have been removed."))
    return site.render(
        request,
        "device_of_person.html",
        status=400 if problem else 200,
        csrf_token=site.csrf_token(request),
        device=_described(device),
        name=device.name if name is None else name,
        is_last=len(shown.overview.devices) == 1,
        problem=problem.message if problem else None,
        back_url=RULE,
    )


def _rename(site: Site, request: Request, device_id: str) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    name = site.form(request).get("name", "")
    ask = site.ask(request, actor, "sso-directory:UpdateMfaDeviceForUser", EVENT_SOURCE, writes=True)
    try:
        perform(site.runtime, ask, lambda call: own_devices.rename(call, device_id, name))
    except Invalid as invalid:
        return _show_device(site, request, device_id, name=name, problem=invalid)
    except Refused as refused:
        return to_fresh_sign_in(refused, f"{RULE}/devices/{device_id}")
    return redirect(RULE, 303)


def _remove(site: Site, request: Request, device_id: str) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    site.form(request)
    ask = site.ask(request, actor, "sso-directory:DeleteMfaDeviceForUser", EVENT_SOURCE, writes=True)
    try:
        perform(site.runtime, ask, lambda call: own_devices.remove(call, device_id))
    except Refused as refused:
        return to_fresh_sign_in(refused, f"{RULE}/devices/{device_id}")
    return redirect(RULE, 303)


def _forget_browsers(site: Site, request: Request) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    site.form(request)
    ask = site.ask(request, actor, "gatepost:ForgetTrustedBrowsers", EVENT_SOURCE, writes=True)
    perform(site.runtime, ask, own_devices.forget_browsers)
    return redirect(RULE, 303)


def _read(site: Site, request: Request, actor: Actor) -> _Shown:
    def do(call: Call) -> _Shown:
        person = person_of(call, actor)
        return _Shown(
            person,
            own_devices.overview(call, person.user.user_id),
            passwords.find_change(call, person.user.user_id),
            own_password.is_kept_here(call, person.user),
        )

    return perform(site.runtime, site.ask(request, actor, "sso-directory:ListMfaDevicesForUser", EVENT_SOURCE), do)


def _described(device: MfaDevice) -> dict[str, Any]:
    return {
        "name": device.name,
        "kind": device.kind.value,
        "created_at": device.created_at,
        "last_used_at": device.last_used_at,
        "url": f"{RULE}/devices/{device.device_id}",
    }
