"""How far requests are that jobs carry out: a page that renews itself until all have ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from gatepost.core.access import permission_sets, requests
from gatepost.core.access.model import Operation, Request
from gatepost.core.call import Call
from gatepost.core.directory import groups, users
from gatepost.core.organization import accounts
from gatepost.doors.console import acts
from gatepost.doors.console.acts import Act
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route
from gatepost.web.return_to import local_path

REQUESTS: Final = f"{HOME}/requests"
MOST: Final = 50

_KINDS: Final[dict[str, tuple[Operation, Act]]] = {
    "c": ("CREATE_ASSIGNMENT", acts.LIST_CREATION_STATUS),
    "d": ("DELETE_ASSIGNMENT", acts.LIST_DELETION_STATUS),
    "p": ("PROVISION_PERMISSION_SET", acts.LIST_PROVISIONING_STATUS),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with the names of what it is about."""

    request: Request
    permission_set: str
    account: str
    principal: str


def routes(console: Console) -> list[Route]:
    """Return the page of requests that are named in its address."""
    return [Route("GET", REQUESTS, console.page(_show))]


def url(request_ids: Sequence[str], *, kind: str = "p", back: str) -> str:
    """Return the address of the page that tells how far these requests are; `kind` is a key of the three there are."""
    return f"{REQUESTS}?{urlencode({'kind': kind, 'ids': '.'.join(request_ids), 'back': back})}"


def _show(visit: Visit) -> Response:
    operation, act = _KINDS.get(visit.query("kind"), _KINDS["p"])
    wanted = visit.request.args.get("ids", "").split(".")[:MOST]
    instance_arn = visit.instance.arn

    def do(call: Call) -> Sequence[Shown]:
        return [_named(visit, call, each) for each in _found(call, instance_arn, operation, wanted)]

    shown = visit.perform(act, do, on=(instance_arn,), parameters={"instanceArn": instance_arn})
    ended = sum(each.request.status != "IN_PROGRESS" for each in shown)
    return visit.render(
        "requests.html",
        requests=shown,
        ended=ended,
        renewed_from=visit.request.full_path,
        back=local_path(visit.request.args.get("back"), HOME),
        operation=operation,
    )


def _found(call: Call, instance_arn: str, operation: Operation, wanted: Sequence[str]) -> Sequence[Request]:
    found = []
    for request_id in dict.fromkeys(wanted):
        try:
            found.append(requests.get(call, instance_arn, operation, request_id[:36]))
        except NotFound:
            continue
    return found


def _named(visit: Visit, call: Call, request: Request) -> Shown:
    """Name what a request is about; of what is gone, by its id."""
    account_id, principal_id = request.account_id, request.principal_id
    account = accounts.find_account(call.tx, account_id) if account_id else None
    try:
        permission_set = permission_sets.get(call, visit.instance.arn, request.permission_set_arn).name
    except NotFound:
        permission_set = request.permission_set_id
    return Shown(
        request=request,
        permission_set=permission_set,
        account=account.name if account else account_id or "every account that has it",
        principal=_principal(visit, call, request) if principal_id else "",
    )


def _principal(visit: Visit, call: Call, request: Request) -> str:
    principal_id = request.principal_id or ""
    try:
        if request.principal_type == "GROUP":
            return groups.get(call, visit.store_id, principal_id).display_name
        return users.get(call, visit.store_id, principal_id).user_name
    except NotFound:
        return principal_id
