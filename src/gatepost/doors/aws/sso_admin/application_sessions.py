"""sso-admin GetApplicationSessionConfiguration and PutApplicationSessionConfiguration."""

from typing import Any

from gatepost.core.applications import sessions
from gatepost.core.applications.model import Switch
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes


@reads(on="ApplicationArn")
def get_application_session_configuration(call: Call, *, application_arn: str) -> dict[str, Any]:
    """Tell whether users' jobs may outlive their session."""
    return {"UserBackgroundSessionApplicationStatus": sessions.get_background(call, application_arn)}


@writes(on="ApplicationArn")
def put_application_session_configuration(
    call: Call, *, application_arn: str, user_background_session_application_status: Switch | None = None
) -> dict[str, Any]:
    """Say whether users' jobs may outlive their session."""
    sessions.put_background(call, application_arn, user_background_session_application_status)
    return {}
