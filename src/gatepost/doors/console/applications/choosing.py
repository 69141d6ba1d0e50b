"""How an application is added: from the catalogue, from its metadata, by hand, or as a client of OAuth 2.0."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.applications.catalogue import CATALOGUE
from gatepost.doors.console import acts
from gatepost.doors.console.applications.index import APPLICATIONS
from gatepost.doors.console.visit import Console, Visit
from gatepost.web.dispatch import Route

NEW: Final = f"{APPLICATIONS}/new"


def routes(console: Console) -> list[Route]:
    """Return the page with the ways to go."""
    return [Route("GET", NEW, console.page(_show))]


def _show(visit: Visit) -> Response:
    visit.require(acts.CREATE_SAML_APPLICATION, visit.instance.arn)
    return visit.render("applications/choosing.html", catalogue=CATALOGUE)
