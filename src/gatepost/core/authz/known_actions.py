"""The actions that the policy language knows by name: those that the AWS managed policies here speak of, wildcards included."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from gatepost.core.authz.managed import list_managed


@cache
def known_actions() -> tuple[str, ...]:
    """Return every action that a managed policy names, such as `s3:GetObject` and `s3:Get*`, in order."""
    named = {action for policy in list_managed() for action in _actions_of(json.loads(policy.text))}
    return tuple(sorted(named - {"*"}, key=str.lower))


def _actions_of(document: dict[str, Any]) -> Iterator[str]:
    statements = document["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        for element in ("Action", "NotAction"):
            actions = statement.get(element, [])
            yield from [actions] if isinstance(actions, str) else actions
