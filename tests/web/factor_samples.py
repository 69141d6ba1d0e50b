"""The gallery's pages about second factors."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gatepost.web import qr

SEED = "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"
CODES = [f"ABCD-EFGH-JKMN-PQR{letter}" for letter in "ABCDEFGHJK"]
LONG = "Zürich Büro <b>Prüfung</b> mit einem sehr langen Namen der nicht aufhört"


def samples(
    entry: Mapping[str, Any], signed_in: Mapping[str, Any], now: datetime
) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return each page's template and context."""
    step = {**entry, "offers_trust": True, "email": "m…@alder-rowe.example", "problem": None}
    app = {
        **entry,
        "action_url": "/recovery_codes",
        "back_url": "/register_device",
        "picture": qr.svg(
            "otpauth://totp/Alder%20%26%20Rowe:maria.okonkwo?secret=JBSWY3DPEHPK3PXP&issuer=Alder%20%26%20Rowe"
        ),
        "seed": SEED,
        "name": "",
        "problem": None,
    }
    device = {"name": "Phone", "kind": "TOTP", "created_at": now, "last_used_at": now, "url": "/device_of_person"}
    key = {**device, "name": "Laptop", "kind": "WEBAUTHN"}
    other = {**device, "name": LONG, "created_at": now - timedelta(days=90), "last_used_at": None}
    security = {
        **signed_in,
        "devices": [key, device, other],
        "most_devices": 8,
        "recovery_codes": 9,
        "kinds": ["WEBAUTHN", "TOTP"],
        "trusted_browsers": 2,
        "is_managed_by_person": True,
        "has_own_password": True,
        "password_changed_at": now - timedelta(days=40),
        "done": None,
    }
    wrong = "This is not the code that your app shows now, or it was used already. Wait for the next one."
    return {
        "second_factor": (
            "second_factor.html",
            {**step, "way": "app", "other_ways": ["passkey", "recovery-code"], "problem": None},
        ),
        "second_factor_wrong": (
            "second_factor.html",
            {**step, "way": "app", "other_ways": ["passkey", "recovery-code"], "problem": wrong},
        ),
        "second_factor_recovery": (
            "second_factor.html",
            {**step, "way": "recovery-code", "other_ways": ["app"], "problem": None},
        ),
        "second_factor_email": ("second_factor.html", {**step, "way": "email", "other_ways": []}),
        "second_factor_passkey": (
            "second_factor.html",
            {**step, "way": "passkey", "other_ways": ["app", "recovery-code"], "problem": None},
        ),
        "register_device": (
            "register_device.html",
            {
                **entry,
                "kinds": ["WEBAUTHN", "TOTP"],
                "app_url": "/authenticator_app",
                "passkey_url": "/recovery_codes",
                "problem": None,
            },
        ),
        "passkey": (
            "passkey.html",
            {**entry, "action_url": "/recovery_codes", "back_url": "/security", "name": "", "problem": None},
        ),
        "authenticator_app": ("authenticator_app.html", app),
        "authenticator_app_wrong": ("authenticator_app.html", {**app, "name": "Phone", "problem": wrong}),
        "recovery_codes": ("recovery_codes.html", {"codes": CODES, "next_url": "/security"}),
        "device_of_person": (
            "device_of_person.html",
            {**entry, "device": device, "name": "Phone", "is_last": True, "problem": None, "back_url": "/security"},
        ),
        "security": ("security.html", security),
        "security_empty": ("security.html", {**security, "devices": [], "recovery_codes": 0}),
        "security_managed": ("security.html", {**security, "is_managed_by_person": False}),
    }
