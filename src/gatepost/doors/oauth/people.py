"""The signed-in person, as the pages here show them, and the way to sign in first."""

from typing import Any
from urllib.parse import quote

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.core.call import identify
from gatepost.core.directory import users
from gatepost.doors.visit import Site


def to_sign_in(request: Request) -> Response:
    """Send a visitor to sign in and back here afterwards."""
    here = request.full_path.rstrip("?")
    return redirect(f"/sign-in?return_to={quote(here, safe='')}", 303)


def described(site: Site, request: Request, actor: Actor) -> dict[str, Any]:
    """Return what a page shows of the person, so that they see as whom they allow something."""
    store_id, user_id = actor.identity_store_id or "", actor.user_id or ""
    user = identify(site.runtime, site.client(request), lambda call: users.get(call, store_id, user_id), actor)
    return {"display_name": user.display_name, "user_name": user.user_name, "email": user.primary_email or ""}
