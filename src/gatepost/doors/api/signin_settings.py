"""How people sign in: read and changed by administrators."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, cast

from pydantic import Field

from gatepost.core.call import Call
from gatepost.core.signin import signin_settings
from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.policy import MfaMode, SigninSettings, WithoutDevice
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body, schema_of
from gatepost.doors.api.requested import Requested

_DEFAULT: Final = SigninSettings()


class SigninSettingsBody(Body):
    """What may be set; what is not sent stays as it is."""

    mfa_mode: MfaMode = Field(
        default=_DEFAULT.mfa_mode,
        description="When a second factor is asked for: at every sign-in, only where browser or network are not ones that the person trusts, or never.",
    )
    without_device: WithoutDevice = Field(
        default=_DEFAULT.without_device,
        description="What becomes of somebody who has no device: they register one, type a code from a mail, stay out, or get in by the password alone.",
    )
    device_kinds: tuple[DeviceKind, ...] = Field(
        default=_DEFAULT.device_kinds,
        description="The kinds of devices that may be registered. One that is registered already goes on proving who its owner is "
        "where they have nothing else.",
    )
    aaguids: tuple[str, ...] = Field(
        default=_DEFAULT.aaguids,
        max_length=256,
        description="The models of authenticators that passkeys may be registered with, by their AAGUID; none means any. What a "
        "browser says of the model is not proven to it by its maker.",
    )
    passkey_alone: bool = Field(
        default=_DEFAULT.passkey_alone,
        description="Whether a passkey signs in by itself, without a password before it.",
    )
    self_management: bool = Field(
        default=_DEFAULT.self_management,
        description="Whether people add, rename and remove their own devices in the portal.",
    )
    session_minutes: int | None = Field(
        default=_DEFAULT.session_minutes,
        ge=signin_settings.LEAST_SESSION_MINUTES,
        le=signin_settings.MOST_SESSION_MINUTES,
        description="How long a sign-in lasts; null leaves it to the installation's setting.",
    )
    session_idle_minutes: int | None = Field(
        default=_DEFAULT.session_idle_minutes,
        ge=signin_settings.LEAST_SESSION_MINUTES,
        le=signin_settings.MOST_SESSION_MINUTES,
        description="After how long without a page a browser is signed out, open sessions included; null leaves it to the "
        "installation's setting. Programs that were allowed go on until the sign-in ends.",
    )
    email_change: bool = Field(
        default=_DEFAULT.email_change,
        description="Whether people change their own e-mail address in the portal, by a link to the new one. Nobody does whom an "
        "identity provider keeps in step.",
    )
    first_sign_in_code: bool = Field(
        default=_DEFAULT.first_sign_in_code,
        description="Whether somebody who has no password yet, such as a user that a program has made, may ask on the sign-in page "
        "for a code by mail, with which they choose one. Invitations work beside it.",
    )


def get_settings(requested: Requested) -> dict[str, Any]:
    """Return the settings as they are."""

    def do(call: Call) -> SigninSettings:
        return signin_settings.read(call, requested.instance.instance_id)

    return asdict(requested.perform(do))


def update_settings(requested: Requested) -> dict[str, Any]:
    """Change the settings that are named, and return all of them."""
    body = cast(SigninSettingsBody, requested.body)
    changes = {name: getattr(body, name) for name in body.model_fields_set}

    def do(call: Call) -> SigninSettings:
        return signin_settings.change(call, requested.instance.instance_id, changes)

    return asdict(requested.perform(do))


def _answer() -> Mapping[str, Any]:
    return {**schema_of(SigninSettingsBody), "required": list(SigninSettingsBody.model_fields)}


GET: Final = Endpoint(
    method="GET",
    path="/sign-in-settings",
    name="GetSigninSettings",
    summary="Return how people sign in.",
    schema=_answer(),
    answer=get_settings,
)
UPDATE: Final = Endpoint(
    method="PATCH",
    path="/sign-in-settings",
    name="UpdateSigninSettings",
    summary="Change how people sign in, from the next sign-in on; what is not named stays.",
    schema=_answer(),
    answer=update_settings,
    body=SigninSettingsBody,
)
ALL: Final = (GET, UPDATE)
