"""The gallery's pages on which people look after their own account."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

LONG = "a group without any place to break it, " + "andnoneatallinhere" * 4 + " <b>"


def samples(
    entry: Mapping[str, Any], signed_in: Mapping[str, Any], asked: Mapping[str, Any], now: datetime
) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return each page's template and context."""
    change = {
        **entry,
        "user_name": "maria.okonkwo",
        "has_password": True,
        "asked": asked,
        "problems": {},
        "forgotten_password_url": "/forgotten_password",
        "back_url": "/security",
    }
    own = {
        "browser": "Firefox",
        "system": "Linux",
        "address": "198.51.100.23",
        "created_at": now,
        "last_used_at": now,
        "is_own": True,
        "end_url": "/own_sessions",
    }
    phone = {**own, "browser": "Safari", "system": "iPhone", "address": "2001:db8:85a3::8a2e:370:7334", "is_own": False}
    odd = {
        **phone,
        "browser": "<b>something</b>/1.0 that nobody knows",
        "system": None,
        "created_at": now - timedelta(3),
    }
    email = {"verified_at": None, "wanted": None, "may_change": False}
    link = {
        **entry,
        "state": "open",
        "user_name": "maria.okonkwo",
        "address": "an-address-without-any-place-to-break-it@a-very-long-domain.example",
        "home_url": "/portal",
    }
    another = {**entry, "typed": "", "problem": None, "back_url": "/profile"}
    profile = {"given_name": "Maria", "family_name": "Okonkwo", "title": "Engineer", "is_provisioned": False}
    return {
        **{
            f"verify_email_{state}": ("verify_email.html", {**link, "state": state})
            for state in ("open", "done", "used", "expired", "taken", "unknown")
        },
        "own_email": ("own_email.html", another),
        "own_email_wrong": (
            "own_email.html",
            {**another, "typed": "<b>nobody", "problem": "This is not an e-mail address, such as maria@example.com."},
        ),
        "change_password": ("change_password.html", change),
        "change_password_wrong": (
            "change_password.html",
            {**change, "problems": {"current": "This is not the password that you have now."}},
        ),
        "change_password_first": ("change_password.html", {**change, "has_password": False}),
        "own_sessions": ("own_sessions.html", {**signed_in, "sessions": [own, phone, odd]}),
        "own_sessions_one": ("own_sessions.html", {**signed_in, "sessions": [own]}),
        "profile": (
            "profile.html",
            {
                **signed_in,
                "profile": profile,
                "email": {"verified_at": now, "wanted": link["address"], "may_change": True},
                "done": "email-asked",
                "groups": ["Engineering", "On call", LONG],
                "has_more_groups": True,
            },
        ),
        "profile_provisioned": (
            "profile.html",
            {
                **signed_in,
                "profile": {"given_name": "", "family_name": "", "title": "", "is_provisioned": True},
                "email": email,
                "done": "email-sent",
                "groups": [],
                "has_more_groups": False,
            },
        ),
    }
