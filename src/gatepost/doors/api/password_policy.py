"""What is asked of new passwords: read and changed by administrators."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, cast

from pydantic import Field

from gatepost.core.call import Call
from gatepost.core.signin import password_policy
from gatepost.core.signin.model import LEAST_ALONE, LEAST_BESIDE_SECOND_FACTOR, PasswordPolicy
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body, schema_of
from gatepost.doors.api.requested import Requested

_DEFAULT: Final = PasswordPolicy()


class PasswordPolicyBody(Body):
    """What may be set; what is not sent stays as it is."""

    minimum_length: int = Field(
        default=_DEFAULT.minimum_length,
        ge=LEAST_BESIDE_SECOND_FACTOR,
        le=password_policy.MOST_MINIMUM_LENGTH,
        description=f"How many characters a new password must have. Where a password may be the only proof, {LEAST_ALONE} are "
        "asked for even if this says fewer.",
    )
    blocked_words: tuple[str, ...] = Field(
        default=_DEFAULT.blocked_words,
        max_length=password_policy.MOST_BLOCKED_WORDS,
        description="Words of the organisation of which no password may be made, beside its name: products, places, projects.",
    )
    remembered: int = Field(
        default=_DEFAULT.remembered,
        ge=0,
        le=password_policy.MOST_REMEMBERED,
        description="How many of a person's last passwords may not be set again, the one in use among them.",
    )


def get_policy(requested: Requested) -> dict[str, Any]:
    """Return the policy as it is."""

    def do(call: Call) -> PasswordPolicy:
        return password_policy.read(call, requested.instance.instance_id)

    return asdict(requested.perform(do))


def update_policy(requested: Requested) -> dict[str, Any]:
    """Change what is named, and return all of it."""
    body = cast(PasswordPolicyBody, requested.body)
    changes = {name: getattr(body, name) for name in body.model_fields_set}

    def do(call: Call) -> PasswordPolicy:
        return password_policy.change(call, requested.instance.instance_id, changes)

    return asdict(requested.perform(do))


def _answer() -> Mapping[str, Any]:
    return {**schema_of(PasswordPolicyBody), "required": list(PasswordPolicyBody.model_fields)}


GET: Final = Endpoint(
    method="GET",
    path="/password-policy",
    name="GetPasswordPolicy",
    summary="Return what is asked of new passwords.",
    schema=_answer(),
    answer=get_policy,
)
UPDATE: Final = Endpoint(
    method="PATCH",
    path="/password-policy",
    name="UpdatePasswordPolicy",
    summary="Change what is asked of new passwords; those that are set stay, and what is not named too.",
    schema=_answer(),
    answer=update_policy,
    body=PasswordPolicyBody,
)
ALL: Final = (GET, UPDATE)
