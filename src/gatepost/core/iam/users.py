"""IAM users: the long-lived principals of an account, such as the bootstrap administrator."""

from collections.abc import Mapping, Sequence

from gatepost.core.call import Call
from gatepost.core.iam import store
from gatepost.core.iam.model import IamUser
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, Invalid, NotFound
from gatepost.store.database import Duplicate


def create(
    call: Call,
    account_id: str,
    name: str,
    *,
    path: str = "/",
    attached: Sequence[str] = (),
    inline: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
) -> IamUser:
    """Make a user with managed policies, by ARN, and inline ones, by name."""
    user = IamUser(
        user_id=ids.new_iam_user_id(call.entropy),
        account_id=account_id,
        name=name,
        path=path,
        attached=list(attached),
        inline=inline or {},
        permissions_boundary=None,
        tags=tags or {},
        created_at=call.now,
    )
    try:
        store.insert_user(call.tx, user)
    except Duplicate:
        raise Conflict(f"User with name {name} already exists.", reason="EntityAlreadyExists") from None
    return user


def get(call: Call, account_id: str, name: str) -> IamUser:
    """Return a user of an account (IAM GetUser)."""
    user = store.find_user(call.tx, account_id, name)
    if user is None:
        raise NotFound(f"The user with name {name} cannot be found.", reason="NoSuchEntity")
    return user


def get_named_or_own(call: Call, name: str | None) -> IamUser:
    """Return the named user of the caller's account; without a name, the caller, who must then be a user."""
    if name is None and call.actor.type != "IAMUser":
        raise Invalid("Must specify userName when calling with non-User credentials", reason="ValidationError")
    return get(call, call.actor.account_id, name or call.actor.user_name or "")
