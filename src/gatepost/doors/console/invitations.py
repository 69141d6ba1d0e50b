"""Pending invitations: people who were invited and have not come, whose link is open or has expired."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.signin import invitations
from gatepost.doors.console import acts
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.paging import PageRequest, query_fingerprint
from gatepost.web.dispatch import Route

INVITATIONS: Final = f"{HOME}/invitations"
_SIZE: Final = 50


def routes(console: Console) -> list[Route]:
    """Return the list."""
    return [Route("GET", INVITATIONS, console.page(_show))]


def _show(visit: Visit) -> Response:
    query = query_fingerprint("console/invitations", {"store": visit.store_id})
    after = visit.runtime.page_tokens.open(visit.request.args.get("more"), query)
    page = visit.perform(
        acts.LIST_INVITATIONS,
        lambda call: invitations.list_pending(call, visit.store_id, PageRequest(_SIZE, after)),
        on=(visit.instance.arn,),
    )
    token = visit.runtime.page_tokens.seal(page.next, query)
    return visit.render(
        "invitations.html",
        invitations=page.items,
        now=visit.runtime.clock.now(),
        more=None if token is None else f"{INVITATIONS}?more={token}",
        is_first=after is None,
        may_send=visit.denial(acts.SEND_INVITATION, visit.instance.arn),
    )
