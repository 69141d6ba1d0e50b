"""The table of each instance's password policy."""

from typing import Any

from gatepost.core.signin.model import PasswordPolicy
from gatepost.store.instance_settings import InstanceSettings


def _policy(document: dict[str, Any]) -> PasswordPolicy:
    fields = dict(document)
    if "blocked_words" in fields:
        fields["blocked_words"] = tuple(fields["blocked_words"])
    return PasswordPolicy(**fields)


password_policies = InstanceSettings("password_policies", _policy)
