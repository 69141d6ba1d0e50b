"""The list of users, searched by the beginning of user name, display name or e-mail address."""

from werkzeug.wrappers import Response

from gatepost.core.directory import users
from gatepost.doors.console import acts, listing
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.web.dispatch import Route

USERS = f"{HOME}/users"


def routes(console: Console) -> list[Route]:
    """Return the list."""
    return [Route("GET", USERS, console.page(_show))]


def _show(visit: Visit) -> Response:
    search, asked = visit.query("q"), listing.asked(visit)
    found = visit.perform(
        acts.LIST_USERS,
        lambda call: users.browse(call, visit.store_id, search, asked),
        on=(visit.store_arn,),
        parameters={"identityStoreId": visit.store_id},
    )
    return visit.render(
        "users.html",
        users=listing.listing(visit, found, search),
        may_add=visit.denial(acts.CREATE_USER, visit.store_arn),
    )
