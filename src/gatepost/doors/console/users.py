"""The list of users, of one status or all, searched by the beginning of user name, display name or e-mail address."""

from dataclasses import replace
from typing import Final, cast, get_args

from werkzeug.wrappers import Response

from gatepost.core.directory import users
from gatepost.core.directory.model import UserStatus
from gatepost.doors.console import acts, listing
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.web.dispatch import Route

USERS = f"{HOME}/users"
_TABS: Final = (("", "Everybody"), ("ENABLED", "Enabled"), ("DISABLED", "Disabled"))


def routes(console: Console) -> list[Route]:
    """Return the list."""
    return [Route("GET", USERS, console.page(_show))]


def _show(visit: Visit) -> Response:
    search, asked, status = visit.query("q"), listing.asked(visit), _status(visit)
    if search:
        asked = replace(asked, from_end=False)
    found = visit.perform(
        acts.LIST_USERS,
        lambda call: users.browse(call, visit.store_id, search, asked, status),
        on=(visit.store_arn,),
        parameters={"identityStoreId": visit.store_id},
    )
    return visit.render(
        "users.html",
        users=listing.listing(visit, found, search, has_last=not search, status=status or ""),
        of_status=status or "",
        tabs=_TABS,
        may_add=visit.denial(acts.CREATE_USER, visit.store_arn),
    )


def _status(visit: Visit) -> UserStatus | None:
    """Return the status that is asked for; an address that says something else asks for everybody."""
    wanted = visit.query("status")
    return cast(UserStatus, wanted) if wanted in get_args(UserStatus) else None
