"""The instance's settings: a page for each thing that an administrator decides once for everybody."""

from gatepost.doors.console.settings import (
    attributes,
    external_provider,
    general,
    identity_source,
    look,
    metadata_refresh,
    passwords,
    provisioning,
    regions,
    second_factors,
    sessions,
)
from gatepost.doors.console.visit import Console
from gatepost.web.dispatch import Route


def routes(console: Console) -> list[Route]:
    """Return every page of the settings."""
    return [
        *general.routes(console),
        *look.routes(console),
        *second_factors.routes(console),
        *passwords.routes(console),
        *sessions.routes(console),
        *attributes.routes(console),
        *regions.routes(console),
        *identity_source.routes(console),
        *external_provider.routes(console),
        *metadata_refresh.routes(console),
        *provisioning.routes(console),
    ]
