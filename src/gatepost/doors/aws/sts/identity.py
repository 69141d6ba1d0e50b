"""sts GetCallerIdentity."""

from typing import Any

from gatepost.core.call import Call
from gatepost.doors.aws.service import reads


@reads(needs_permission=False)
def get_caller_identity(call: Call) -> dict[str, Any]:
    """Say whose credentials these are: "no permissions are required", and no policy can deny it."""
    return {"UserId": call.actor.principal_id, "Account": call.actor.account_id, "Arn": call.actor.arn}
