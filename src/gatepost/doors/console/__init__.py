"""The management console: administrators' pages, each of whose acts is one call of the API's name with their role's actor."""

from gatepost.core.call import Runtime
from gatepost.doors.console import entrance, home, user, user_acts, user_new, users
from gatepost.doors.console.visit import Console
from gatepost.web.dispatch import Route
from gatepost.web.pages import Pages


def routes(runtime: Runtime, pages: Pages) -> list[Route]:
    """Return the console's pages, and the way into it from the portal."""
    console = Console(runtime, pages)
    return [
        *entrance.routes(console),
        *home.routes(console),
        *users.routes(console),
        *user_new.routes(console),
        *user.routes(console),
        *user_acts.routes(console),
    ]
