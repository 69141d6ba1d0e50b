"""The console's first page: what there is to administer, and what this role may do."""

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from gatepost.core.access import permission_sets
from gatepost.core.call import Call
from gatepost.core.directory import groups, users
from gatepost.core.organization import tree
from gatepost.doors.console import acts
from gatepost.doors.console.acts import Act
from gatepost.doors.console.visit import HOME, Console, Looked, Visit
from gatepost.web.dispatch import Route


@dataclass(frozen=True, slots=True)
class _Count:
    """How many there are of something, and where they are listed."""

    label: str
    url: str
    count: Looked[int]


def routes(console: Console) -> list[Route]:
    """Return the first page."""
    return [Route("GET", HOME, console.page(_show))]


def _show(visit: Visit) -> Response:
    if visit.administrator.instance is None:
        return visit.render("home.html", instance=None, counts=[])
    instance = visit.instance
    store_id = instance.identity_store_id

    def count(label: str, path: str, act: Act, do: Callable[[Call], int]) -> _Count:
        return _Count(label, f"{HOME}/{path}", visit.look(act, do, on=(visit.store_arn,)))

    counts = [
        count("Users", "users", acts.LIST_USERS, lambda call: users.count(call, store_id)),
        count("Groups", "groups", acts.LIST_GROUPS, lambda call: groups.count(call, store_id)),
        _Count(
            "Permission sets",
            f"{HOME}/permission-sets",
            visit.look(
                acts.LIST_PERMISSION_SETS, lambda call: permission_sets.count(call, instance.arn), on=(instance.arn,)
            ),
        ),
        _Count(
            "Accounts", f"{HOME}/accounts", visit.look(acts.LIST_ACCOUNTS, lambda call: len(tree.list_accounts(call)))
        ),
    ]
    return visit.render(
        "home.html", instance=instance, counts=counts, start_url=instance.start_url(visit.runtime.settings)
    )
