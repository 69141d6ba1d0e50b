"""The logos of the portal's tiles: each asked for once by its own address, which changes with the picture."""

from datetime import datetime
from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.applications import logos
from gatepost.core.applications.model import Application
from gatepost.core.call import identify
from gatepost.doors.visit import Site
from gatepost.kit.errors import NotFound
from gatepost.kit.pictures import picture_of
from gatepost.kit.sentences import Sentence
from gatepost.web import headers
from gatepost.web.dispatch import Route

RULE: Final = "/applications/<application_id>/logo/<version>"
_FOREVER: Final = "private, max-age=31536000, immutable"


def routes(site: Site) -> list[Route]:
    """Return the address of every logo, for whoever is signed in."""

    def handle(request: Request, application_id: str, version: str) -> Response:
        return _show(site, request, application_id, version)

    return [Route("GET", RULE, handle)]


def url(application: Application, changed_at: datetime) -> str:
    """Return where an application's logo is, as it has been since then."""
    return f"/applications/{application.application_id}/logo/{_version(changed_at)}"


def _show(site: Site, request: Request, application_id: str, version: str) -> Response:
    """Answer with the logo as it is now; under an older version it is not to be kept."""
    actor = site.visitor(request)
    if actor is None:
        raise _nothing_here()
    client = site.client(request)
    home = site.home(client)
    try:
        logo = identify(site.runtime, client, lambda call: logos.get(call, home, application_id), actor)
    except NotFound:
        raise _nothing_here() from None
    media_type, content = picture_of(logo.picture)
    response = Response(content, content_type=media_type)
    response.headers["Cache-Control"] = _FOREVER if version == _version(logo.changed_at) else "no-store"
    return headers.secure_file(response)


def _version(changed_at: datetime) -> str:
    return f"{changed_at:%Y%m%dT%H%M%S%f}"


def _nothing_here() -> NotFound:
    return NotFound(Sentence("There is no such page."))
