"""How people sign in: read and changed by administrators."""

from typing import Final

from pydantic import Field

from gatepost.core.signin import signin_settings
from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.policy import MfaMode, SigninSettings, WithoutDevice
from gatepost.doors.api import instance_settings
from gatepost.doors.api.messages import Body

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


ALL: Final = instance_settings.endpoints(
    "SigninSettings",
    "/sign-in-settings",
    SigninSettingsBody,
    read=signin_settings.read,
    change=signin_settings.change,
    summaries=(
        "Return how people sign in.",
        "Change how people sign in, from the next sign-in on; what is not named stays.",
    ),
)
