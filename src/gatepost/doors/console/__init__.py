"""The management console: administrators' pages, each of whose acts is one call of the API's name with their role's actor."""

from gatepost.core.call import Runtime
from gatepost.doors.console import (
    access,
    accounts,
    applications,
    assign,
    entrance,
    events,
    group,
    group_device_grant,
    groups,
    home,
    inline_policy,
    invitations,
    one_time_password,
    permission_set,
    permission_set_acts,
    permission_set_limits,
    permission_sets,
    requests,
    saml_certificates,
    settings,
    unassign,
    user,
    user_acts,
    user_devices,
    user_import,
    user_new,
    user_sessions,
    users,
)
from gatepost.doors.console.visit import Console
from gatepost.doors.visit import Fetch
from gatepost.web.dispatch import Route
from gatepost.web.pages import Pages


def routes(runtime: Runtime, pages: Pages, fetch: Fetch) -> list[Route]:
    """Return the console's pages, and the way into it from the portal; `fetch` gets a partner's metadata."""
    console = Console(runtime, pages, fetch)
    return [
        *entrance.routes(console),
        *home.routes(console),
        *users.routes(console),
        *user_new.routes(console),
        *user.routes(console),
        *user_acts.routes(console),
        *one_time_password.routes(console),
        *user_devices.routes(console),
        *user_sessions.routes(console),
        *user_import.routes(console),
        *groups.routes(console),
        *group.routes(console),
        *group_device_grant.routes(console),
        *permission_sets.routes(console),
        *permission_set.routes(console),
        *permission_set_acts.routes(console),
        *permission_set_limits.routes(console),
        *inline_policy.routes(console),
        *accounts.routes(console),
        *assign.routes(console),
        *unassign.routes(console),
        *requests.routes(console),
        *access.routes(console),
        *events.routes(console),
        *invitations.routes(console),
        *applications.routes(console),
        *saml_certificates.routes(console),
        *settings.routes(console),
    ]
