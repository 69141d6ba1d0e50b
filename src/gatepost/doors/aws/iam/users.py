"""iam GetUser."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import users
from gatepost.doors.aws.iam import views
from gatepost.doors.aws.service import reads


@reads(on="UserName")
def get_user(call: Call, *, user_name: str | None = None) -> dict[str, Any]:
    """Return a user of the caller's account, or the caller."""
    return {"User": views.user(users.get_named_or_own(call, user_name))}
