"""How people sign in to an instance: read by every sign-in, changed by administrators."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.signin import store
from gatepost.core.signin.policy import SigninSettings, WithoutDevice
from gatepost.kit.errors import Invalid

LEAST_SESSION_MINUTES: Final = 15
MOST_SESSION_MINUTES: Final = 90 * 24 * 60
"""Fifteen minutes to ninety days ("Configure the session duration", IAM Identity Center user guide)."""

_AAGUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def read(call: Call, instance_id: str) -> SigninSettings:
    """Return an instance's settings."""
    return store.settings.read(call.tx, instance_id)


def change(call: Call, instance_id: str, changes: Mapping[str, Any]) -> SigninSettings:
    """Change what is named and leave the rest; Invalid for what would let nobody in. Sign-ins from now on go by it.

    The idle limit holds at once, for sessions that are open too: who shortens it must not wait for them to end.
    """
    settings = replace(store.settings.lock(call.tx, instance_id), **changes)
    _check(settings)
    store.settings.put(call.tx, instance_id, settings)
    return settings


def _check(settings: SigninSettings) -> None:
    for name in ("session_minutes", "session_idle_minutes"):
        minutes = getattr(settings, name)
        if minutes is not None and not LEAST_SESSION_MINUTES <= minutes <= MOST_SESSION_MINUTES:
            raise Invalid(f"{name} must be {LEAST_SESSION_MINUTES} to {MOST_SESSION_MINUTES}, or null.")
    if settings.without_device is WithoutDevice.REGISTER and not settings.device_kinds:
        raise Invalid("Nobody can register a device where device_kinds is empty.")
    if not all(_AAGUID.fullmatch(aaguid) for aaguid in settings.aaguids):
        raise Invalid("An AAGUID is 32 hex digits in lower case, as in 00000000-0000-0000-0000-000000000000.")
    if len(set(settings.device_kinds)) != len(settings.device_kinds):
        raise Invalid("device_kinds names a kind twice.")
