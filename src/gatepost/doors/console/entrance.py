"""The way into the console and out: a role of the portal is taken to work, and laid down."""

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.call import Call, perform
from gatepost.core.tokens import console_sessions
from gatepost.doors.console.visit import HOME, Console
from gatepost.doors.visit import to_sign_in
from gatepost.kit.secret import Secret
from gatepost.web.dispatch import Route
from gatepost.web.return_to import local_path

RULE = "/accounts/<account_id>/roles/<role_name>/console"


def routes(console: Console) -> list[Route]:
    """Return what opens the console with a role, by POST only, and what closes it."""
    return [
        Route("GET", RULE, lambda request, account_id, role_name: redirect("/", 303)),
        Route("POST", RULE, lambda request, account_id, role_name: _open(console, request, account_id, role_name)),
        Route("POST", f"{HOME}/leave", lambda request: _leave(console, request)),
    ]


def _open(console: Console, request: Request, account_id: str, role_name: str) -> Response:
    actor = console.visitor(request)
    if actor is None:
        return to_sign_in(request)
    form = console.form(request)
    ask = console.ask(request, actor, "sso:GetRoleCredentials", "sso.amazonaws.com", event_name="Federate")

    def do(call: Call) -> tuple[Secret, int]:
        call.event.type = "AwsServiceEvent"
        token, expires_at = console_sessions.open_session(call, account_id, role_name)
        return token, int((expires_at - call.now).total_seconds())

    token, lifetime_seconds = perform(console.runtime, ask, do)
    console.note_role_use(request, actor, account_id, role_name)
    response = redirect(_destination(form.get("destination")), 303)
    console.cookies.console.set(response, token, lifetime_seconds=lifetime_seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def _destination(wanted: str | None) -> str:
    """Return the page of the console that a shortcut leads to; its first one for whatever is none of the console's."""
    path = local_path(wanted, HOME)
    return path if path.startswith(f"{HOME}/") else HOME


def _leave(console: Console, request: Request) -> Response:
    if console.visitor(request) is not None:
        console.form(request)
    response = redirect("/", 303)
    console.cookies.console.clear(response)
    response.headers["Cache-Control"] = "no-store"
    return response
