"""sts AssumeRole and GetSessionToken."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import role_sessions, session_tokens
from gatepost.core.iam.role_sessions import Wish
from gatepost.doors.aws.service import reads
from gatepost.doors.aws.sts import views
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret


@reads(on="RoleArn", needs_permission=False)
def assume_role(
    call: Call,
    *,
    role_arn: str,
    role_session_name: str,
    policy_arns: Sequence[Mapping[str, str]] | None = None,
    policy: str | None = None,
    duration_seconds: int | None = None,
    tags: Sequence[Mapping[str, str]] | None = None,
    transitive_tag_keys: Sequence[str] | None = None,
    external_id: str | None = None,
    serial_number: str | None = None,
    token_code: Secret | None = None,
    source_identity: str | None = None,
    provided_contexts: Sequence[Mapping[str, Any]] | None = None,
    minimum_session_token_size: int | None = None,
) -> dict[str, Any]:
    """Open a session of a role; who may is decided by the role's trust policy together with the caller's policies."""
    if provided_contexts:
        raise Invalid("The context assertion is not valid.")
    session_tokens.refuse_one_time_password(serial_number, token_code)
    wish = Wish(
        role_arn=role_arn,
        session_name=role_session_name,
        duration_seconds=duration_seconds,
        policy=policy,
        policy_arns=tuple(each["arn"] for each in policy_arns or () if "arn" in each),
        tags=tuple((tag["Key"], tag["Value"]) for tag in tags or ()),
        transitive_tag_keys=tuple(transitive_tag_keys or ()),
        external_id=external_id,
        source_identity=source_identity,
        minimum_token_bytes=minimum_session_token_size or 0,
    )
    return views.assumed(role_sessions.assume(call, wish))


@reads(needs_permission=False)
def get_session_token(
    call: Call,
    *,
    duration_seconds: int | None = None,
    serial_number: str | None = None,
    token_code: Secret | None = None,
    minimum_session_token_size: int | None = None,
) -> dict[str, Any]:
    """Give temporary credentials of the IAM user who asks: "no permissions are required"."""
    session_tokens.refuse_one_time_password(serial_number, token_code)
    credentials = session_tokens.get(
        call, duration_seconds=duration_seconds, minimum_token_bytes=minimum_session_token_size or 0
    )
    return {"Credentials": views.credentials(credentials), **views.token_size(credentials)}
