"""A person makes a role of theirs a favourite, which stands above the list, or one no more."""

from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.access import role_marks
from gatepost.core.call import perform
from gatepost.doors.portal.home import EVENT_SOURCE
from gatepost.doors.visit import Site, to_sign_in
from gatepost.web.dispatch import Route

RULE: Final = "/accounts/<account_id>/roles/<role_name>/favourite"


def routes(site: Site) -> list[Route]:
    """Return the target of a role's star: POST with `favourite` = "yes" | "no"; GET, after a reload, leads to the portal."""
    return [
        Route("GET", RULE, lambda request, account_id, role_name: redirect("/", 303)),
        Route("POST", RULE, lambda request, account_id, role_name: _mark(site, request, account_id, role_name)),
    ]


def _mark(site: Site, request: Request, account_id: str, role_name: str) -> Response:
    actor = site.visitor(request)
    if actor is None:
        return to_sign_in(request)
    change = role_marks.add_favourite if site.form(request).get("favourite") == "yes" else role_marks.remove_favourite
    ask = site.ask(request, actor, "gatepost:MarkRole", EVENT_SOURCE, writes=True)
    perform(site.runtime, ask, lambda call: change(call, account_id, role_name))
    return redirect("/", 303)
