"""The signed-in person, as the pages here show them."""

from typing import Any

from werkzeug.wrappers import Request

from gatepost.core.actors import Actor
from gatepost.core.call import identify
from gatepost.core.directory import users
from gatepost.doors.visit import Site


def described(site: Site, request: Request, actor: Actor) -> dict[str, Any]:
    """Return what a page shows of the person, so that they see as whom they allow something."""
    store_id, user_id = actor.identity_store_id or "", actor.user_id or ""
    user = identify(site.runtime, site.client(request), lambda call: users.get(call, store_id, user_id), actor)
    return {"display_name": user.display_name, "user_name": user.user_name, "email": user.primary_email or ""}
