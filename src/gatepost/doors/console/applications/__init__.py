"""Applications in the console: listed, connected from the catalogue, from metadata or by hand, assigned, changed, deleted."""

from gatepost.doors.console.applications import (
    application,
    assigned,
    choosing,
    edit,
    grants,
    index,
    issuers,
    logo,
    oauth,
    saml_new,
    scopes,
    trusted,
)
from gatepost.doors.console.visit import Console
from gatepost.web.dispatch import Route


def routes(console: Console) -> list[Route]:
    """Return every page about applications."""
    return [
        *index.routes(console),
        *choosing.routes(console),
        *saml_new.routes(console),
        *oauth.routes(console),
        *application.routes(console),
        *assigned.routes(console),
        *edit.routes(console),
        *logo.routes(console),
        *issuers.routes(console),
        *grants.routes(console),
        *scopes.routes(console),
        *trusted.routes(console),
    ]
