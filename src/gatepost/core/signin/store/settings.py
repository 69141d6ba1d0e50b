"""The table of each instance's sign-in settings."""

from typing import Any

from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.policy import MfaMode, SigninSettings, WithoutDevice
from gatepost.store.instance_settings import InstanceSettings


def of_document(document: dict[str, Any] | None) -> SigninSettings:
    """Read a document; what it does not name, because it is of an earlier version, is as by default."""
    fields = dict(document or {})
    if "mfa_mode" in fields:
        fields["mfa_mode"] = MfaMode(fields["mfa_mode"])
    if "without_device" in fields:
        fields["without_device"] = WithoutDevice(fields["without_device"])
    if "aaguids" in fields:
        fields["aaguids"] = tuple(fields["aaguids"])
    if "device_kinds" in fields:
        fields["device_kinds"] = tuple(DeviceKind(kind) for kind in fields["device_kinds"])
    return SigninSettings(**fields)


settings = InstanceSettings("signin_settings", of_document)
