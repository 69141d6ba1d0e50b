"""The roles that stand above the list: favourites, those used last, and the one that a shortcut names."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

from gatepost.core.access.model import AccountRoles, RoleMark

MOST_RECENT: Final = 5


def role_url(account_id: str, role_name: str) -> str:
    """Return where a role's acts are, each under a name of its own: `/access-keys`, `/console`, `/favourite`."""
    return f"/accounts/{account_id}/roles/{quote(role_name, safe='')}"


def shortcut(account_id: str, role_name: str) -> str:
    """Return the path that leads to a role, in the parameters of the AWS access portal's shortcut links."""
    return "/?" + urlencode({"account_id": account_id, "role_name": role_name})


def described(entitled: Sequence[AccountRoles], marks: Sequence[RoleMark]) -> list[dict[str, Any]]:
    """Return the favourites by account and role, then the roles used last; those that are the person's no more are left out."""
    names = {
        (entry.account.account_id, role.permission_set_name): entry.account.name
        for entry in entitled
        for role in entry.roles
    }
    held = [mark for mark in marks if (mark.account_id, mark.role_name) in names]
    liked = [mark for mark in held if mark.is_favourite]
    used = sorted(
        (mark for mark in held if mark.used_at is not None and not mark.is_favourite),
        key=lambda mark: str(mark.used_at),
        reverse=True,
    )
    by_name = sorted(liked, key=lambda mark: (names[mark.account_id, mark.role_name].casefold(), mark.role_name))
    return [
        {
            "account_id": mark.account_id,
            "account_name": names[mark.account_id, mark.role_name],
            "role_name": mark.role_name,
            "url": role_url(mark.account_id, mark.role_name),
            "is_favourite": mark.is_favourite,
        }
        for mark in [*by_name, *used[:MOST_RECENT]]
    ]


def chosen(entitled: Sequence[AccountRoles], parameters: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the role that a shortcut names, None where it names none; `is_held` says whether it is the person's."""
    account_id, role_name = parameters.get("account_id"), parameters.get("role_name")
    if account_id is None or role_name is None:
        return None
    for entry in entitled:
        if entry.account.account_id == account_id and any(
            role.permission_set_name == role_name for role in entry.roles
        ):
            return {
                "is_held": True,
                "account_id": account_id,
                "account_name": entry.account.name,
                "role_name": role_name,
                "url": role_url(account_id, role_name),
                "destination": parameters.get("destination", ""),
            }
    return {"is_held": False, "account_id": account_id[:12], "role_name": role_name[:32]}
