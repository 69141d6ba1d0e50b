"""What is asked of new passwords: read and changed by administrators."""

from typing import Final

from pydantic import Field

from gatepost.core.signin import password_policy
from gatepost.core.signin.model import LEAST_ALONE, LEAST_BESIDE_SECOND_FACTOR, PasswordPolicy
from gatepost.doors.api import instance_settings
from gatepost.doors.api.messages import Body

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


ALL: Final = instance_settings.endpoints(
    "PasswordPolicy",
    "/password-policy",
    PasswordPolicyBody,
    read=password_policy.read,
    change=password_policy.change,
    summaries=(
        "Return what is asked of new passwords.",
        "Change what is asked of new passwords; those that are set stay, and what is not named too.",
    ),
)
