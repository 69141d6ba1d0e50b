"""Every page with sample data, to be looked at: `python -m tests.web.gallery`.

The samples are hostile on purpose: long names, other scripts, markup in names. The tests of the pages read them as well.
"""

import sys
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from gatepost.kit.errors import Denied, Problem
from gatepost.web import errors, languages, static
from gatepost.web.brand import Brand
from gatepost.web.csrf import EXPIRED
from gatepost.web.dispatch import Dispatcher, Route
from gatepost.web.pages import Pages
from gatepost.web.static import StaticFiles
from tests.web import factor_samples, own_page_samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

ORGANISATION = "Alder & Rowe"
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
REQUEST_ID = "5b1c3a52-6f0e-4a1d-9d55-3f2f8f0d7a11"
USER = {"display_name": "Maria Okonkwo", "user_name": "maria.okonkwo", "email": "maria.okonkwo@alder-rowe.example"}
SIGNED_IN: dict[str, Any] = {
    "csrf_token": "1764000000.0f",
    "user": USER,
    "session_expires_at": NOW.replace(hour=16),
    "home_url": "/portal",
    "sign_out_url": "/signed_out",
}
APPLICATIONS = [
    {"name": "Wiki", "description": "Pages of everybody", "url": "/signed_out", "logo": None},
    {
        "name": "A name that is quite long <for a tile>",
        "description": "",
        "url": "/signed_out",
        "logo": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
    },
]
PORTAL: dict[str, Any] = {
    **SIGNED_IN,
    "applications": APPLICATIONS,
    "aws_config_url": "/aws_config",
    "query": "",
    "pages": {"current": 1, "all": 1, "roles": 9},
    "has_accounts": True,
    "quick": [],
    "chosen": None,
    "has_applications": True,
    "console_ended": False,
    "invites_to_add_device": True,
}
ENTRY: dict[str, Any] = {"csrf_token": "1764000000.0f"}
SIGN_IN: dict[str, Any] = {
    **ENTRY,
    "user_name": "",
    "return_to": "/",
    "forgotten_password_url": "/forgotten_password",
    "is_fresh_wanted": False,
    "first_sign_in_url": "/first_sign_in",
    "offers_passkey": True,
    "problem": None,
    "notice": None,
}
LINK: dict[str, Any] = {
    "purpose": "invitation",
    "sign_in_url": "/sign_in",
    "forgotten_password_url": "/forgotten_password",
}
ASKED: dict[str, Any] = {
    "minimum_length": 15,
    "remembered": 3,
    "own": "maria.okonkwo\nMaria Okonkwo <b>",
}
FIRST: dict[str, Any] = {
    **ENTRY,
    "step": "name",
    "user_name": "",
    "return_to": "/",
    "problem": None,
    "sign_in_url": "/sign_in",
}
FORGOTTEN: dict[str, Any] = {**ENTRY, "sign_in_url": "/sign_in", "user_name": "", "problem": None}


def role(name: str, description: str = "", *, is_favourite: bool = False) -> dict[str, Any]:
    return {"name": name, "description": description, "url": "/role", "is_favourite": is_favourite}


ACCOUNTS: list[dict[str, Any]] = [
    {
        "id": "210987654321",
        "name": "Data platform",
        "email": "aws+data@alder-rowe.example",
        "roles": [role("ViewOnlyAccess", "Look at everything, change nothing"), role("DataScientist")],
    },
    {
        "id": "111122223333",
        "name": "Management",
        "email": "aws@alder-rowe.example",
        "roles": [role("AdministratorAccess", "Everything in this account"), role("Billing", "Invoices and budgets")],
    },
    {
        "id": "345678901234",
        "name": "Online shop, production",
        "email": "aws+shop-production@alder-rowe.example",
        "roles": [
            role("ViewOnlyAccess", "Look at everything, change nothing"),
            role("PowerUserAccess", "Build and run; no users or policies"),
            role("OnCall-IncidentResponse", "Restart services, read logs, for whoever is on call"),
        ],
    },
    {
        "id": "456789012345",
        "name": "Online shop, staging",
        "email": "aws+shop-staging@alder-rowe.example",
        "roles": [role("PowerUserAccess", "Build and run; no users or policies")],
    },
    {
        "id": "567890123456",
        "name": "Zürich Büro <b>Prüfung</b> und ein sehr langer Name der nicht aufhört",
        "email": "an-address-without-any-place-to-break-it-at-all@a-very-long-domain-of-a-partner.example",
        "roles": [role("SecurityAudit"), role("ARoleWithThirtyTwoCharactersXYZW")],
    },
]
QUICK = [
    {
        "account_id": account["id"],
        "account_name": account["name"],
        "role_name": account["roles"][0]["name"],
        "url": "/role",
        "is_favourite": at < 2,
    }
    for at, account in enumerate(ACCOUNTS)
]
MANY = [{**ACCOUNTS[3], "id": f"{600000000000 + n}", "name": f"Team account {n}"} for n in range(60)]
TOKEN = "IQoJb3JpZ2luX2VjEHoaCXVzLWVhc3QtMSJHMEUCIQDe" + "x7Qk2Lp9" * 60
KEYS: dict[str, Any] = {
    **SIGNED_IN,
    "account": {"id": "345678901234", "name": "Online shop, production"},
    "role_name": "PowerUserAccess",
    "expires_at": NOW.replace(hour=9, minute=30),
    "shortcut": "https://sso.alder-rowe.example/?account_id=345678901234&role_name=PowerUserAccess",
    "profile_name": "PowerUserAccess-345678901234",
    "sso_profile": """\
[profile PowerUserAccess-345678901234]
sso_session = gatepost
sso_account_id = 345678901234
sso_role_name = PowerUserAccess
region = eu-central-1
services = gatepost

[sso-session gatepost]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access

[services gatepost]
sso_oidc =
  endpoint_url = https://sso.alder-rowe.example
sso =
  endpoint_url = https://sso.alder-rowe.example
sts =
  endpoint_url = https://sso.alder-rowe.example
""",
    "environment": {
        "posix": f'export AWS_ACCESS_KEY_ID="ASIAZ7QK2LP9X7QK2LP9"\nexport AWS_SECRET_ACCESS_KEY="kJ8"\nexport AWS_SESSION_TOKEN="{TOKEN}"',
        "cmd": f"SET AWS_ACCESS_KEY_ID=ASIAZ7QK2LP9X7QK2LP9\nSET AWS_SECRET_ACCESS_KEY=kJ8\nSET AWS_SESSION_TOKEN={TOKEN}",
        "powershell": f'$Env:AWS_ACCESS_KEY_ID="ASIAZ7QK2LP9X7QK2LP9"\n$Env:AWS_SECRET_ACCESS_KEY="kJ8"\n$Env:AWS_SESSION_TOKEN="{TOKEN}"',
    },
    "credentials_file": f"[345678901234_PowerUserAccess]\naws_access_key_id = ASIAZ7QK2LP9X7QK2LP9\naws_secret_access_key = kJ8\naws_session_token = {TOKEN}",
    "values": {
        "access_key_id": "ASIAZ7QK2LP9X7QK2LP9",
        "secret_access_key": "kJ8+Qm4vW1sT0yBz3dF6hN9pR2uX5aC8eG1iL4oQ",
        "session_token": TOKEN,
        "start_url": "https://d-1234567890.awsapps.com/start",
        "region": "eu-central-1",
    },
}
DEVICE: dict[str, Any] = {
    **ENTRY,
    "action_url": "/device_done",
    "user_code": "BCDF-GHJK",
    "client_name": "botocore-client-gatepost",
    "client_says": "aws-cli 2.31.6 on Linux",
    "requester_address": "198.51.100.23",
    "own_address": "203.0.113.80",
    "is_elsewhere": False,
    "is_forbidden": False,
    "requested_at": NOW,
    "user": USER,
}
WRONG = "That user name and password do not go together. Check both, and the Caps Lock key."

SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "sign_in": ("sign_in.html", SIGN_IN),
    "sign_in_wrong": (
        "sign_in.html",
        {**SIGN_IN, "user_name": "maria.okonkwo", "return_to": "/device?user_code=BCDF-GHJK", "problem": WRONG},
    ),
    "sign_in_notice": ("sign_in.html", {**SIGN_IN, "notice": "Your session has ended. Sign in to go on."}),
    "invitation": (
        "invitation.html",
        {**ENTRY, "purpose": "invitation", "user": USER, "asked": ASKED, "problems": {}},
    ),
    "sign_in_external": (
        "sign_in_external.html",
        {**ENTRY, "provider_name": "Entra ID <of everybody>", "return_to": "/", "is_fresh_wanted": True},
    ),
    "invitation_wrong": (
        "invitation.html",
        {
            **ENTRY,
            "purpose": "invitation",
            "user": USER,
            "asked": ASKED,
            "problems": {
                "password": "Many people use this password, so it is guessed first. Choose another.",
                "password_again": "The two passwords are not the same.",
            },
        },
    ),
    "invitation_used": ("invitation_problem.html", {"problem": "used", **LINK}),
    "invitation_expired": ("invitation_problem.html", {"problem": "expired", **LINK}),
    "invitation_unknown": ("invitation_problem.html", {"problem": "unknown", **LINK}),
    "reset": ("invitation.html", {**ENTRY, "purpose": "reset", "user": USER, "asked": ASKED, "problems": {}}),
    "reset_expired": ("invitation_problem.html", {**LINK, "problem": "expired", "purpose": "reset"}),
    "first_sign_in": ("first_sign_in.html", FIRST),
    "first_sign_in_code": (
        "first_sign_in.html",
        {**FIRST, "step": "code", "user_name": USER["user_name"], "problem": "This is not the code of the last mail."},
    ),
    "forgotten_password": ("forgotten_password.html", FORGOTTEN),
    "forgotten_password_wrong": (
        "forgotten_password.html",
        {**FORGOTTEN, "problem": "Type your user name or e-mail address."},
    ),
    "forgotten_password_sent": (
        "forgotten_password_sent.html",
        {"user_name": "an-address-without-any-place-to-break-it@a-very-long-domain.example", "sign_in_url": "/sign_in"},
    ),
    "portal": ("portal.html", {**PORTAL, "accounts": ACCOUNTS}),
    "portal_few": ("portal.html", {**PORTAL, "accounts": ACCOUNTS[:2]}),
    "portal_many": ("portal.html", {**PORTAL, "accounts": [*ACCOUNTS, *MANY]}),
    "portal_quick": (
        "portal.html",
        {
            **PORTAL,
            "accounts": ACCOUNTS,
            "quick": QUICK,
            "chosen": {**QUICK[1], "is_held": True, "destination": "/console/users"},
            "pages": {"current": 1, "all": 80, "roles": 2000},
        },
    ),
    "portal_searched": ("portal.html", {**PORTAL, "accounts": [], "applications": [], "query": "no <such> thing"}),
    "portal_foreign_shortcut": (
        "portal.html",
        {
            **PORTAL,
            "accounts": ACCOUNTS[:2],
            "chosen": {"is_held": False, "account_id": "123456789012", "role_name": "<b>Role"},
        },
    ),
    "portal_empty": (
        "portal.html",
        {**PORTAL, "applications": [], "accounts": [], "has_accounts": False, "has_applications": False},
    ),
    "access_keys": ("access_keys.html", KEYS),
    "aws_config": (
        "aws_config.html",
        {
            **SIGNED_IN,
            "config": KEYS["sso_profile"],
            "file_url": "/aws_config",
            "profiles": ["PowerUserAccess-345678901234"],
            "session_name": "gatepost",
        },
    ),
    "aws_config_empty": (
        "aws_config.html",
        {**SIGNED_IN, "config": "", "file_url": "/aws_config", "profiles": [], "session_name": "gatepost"},
    ),
    "device": ("device.html", {**ENTRY, "user_code": "", "problem": None, "elsewhere": None}),
    "device_elsewhere": (
        "device.html",
        {**ENTRY, "user_code": "", "problem": None, "elsewhere": "203.0.113.9"},
    ),
    "device_wrong": (
        "device.html",
        {
            **ENTRY,
            "user_code": "ABCD-1234",
            "problem": "This code is not waiting. It may have expired: start again in the terminal.",
            "elsewhere": None,
        },
    ),
    "device_confirm": ("device_confirm.html", DEVICE),
    "device_confirm_elsewhere": ("device_confirm.html", {**DEVICE, "is_elsewhere": True}),
    "device_confirm_forbidden": ("device_confirm.html", {**DEVICE, "is_forbidden": True}),
    "device_done": ("device_done.html", {"allowed": True, "client_name": DEVICE["client_name"]}),
    "device_denied": ("device_done.html", {"allowed": False, "client_name": DEVICE["client_name"]}),
    "authorize_confirm": (
        "authorize_confirm.html",
        {
            **ENTRY,
            "action_url": "/device_done",
            "client_name": DEVICE["client_name"],
            "redirect_host": "127.0.0.1:53682",
            "user": USER,
            "fields": {"request": "r-1"},
        },
    ),
    "post_message": (
        "post_message.html",
        {"action_url": "/signed_out", "fields": {"SAMLResponse": "PHg+"}, "recipient": "Wiki <of everybody>"},
    ),
    "signed_out": ("signed_out.html", {"sign_in_url": "/sign_in", "is_partial": False}),
    "signed_out_partial": ("signed_out.html", {"sign_in_url": "/sign_in", "is_partial": True}),
    "leave": ("leave.html", {"url": "#", "recipient": "Wiki of the engineers"}),
    **factor_samples.samples(ENTRY, SIGNED_IN, NOW),
    **own_page_samples.samples(ENTRY, SIGNED_IN, ASKED, NOW),
}


class Gallery:
    """The pages at `/<sample>`, with an index at `/`."""

    def __init__(self) -> None:
        self.static = StaticFiles.of_package()
        self.pages = Pages(brand=lambda: Brand(ORGANISATION), https=False)
        self._dispatcher = Dispatcher(self._routes(), self._problem)

    def _routes(self) -> Iterable[Route]:
        yield Route("GET", f"{static.PREFIX}/<fingerprint>/<path:name>", self.static.respond)
        yield Route("GET", "/", self._index)
        yield Route("GET", "/error", self._error)
        yield Route("POST", "/role/access-keys", lambda request: self._show("access_keys", request))
        yield Route("POST", "/role/console", self._error)
        for name in SAMPLES:
            yield Route("GET", f"/{name}", self._sample)
            yield Route("POST", f"/{name}", self._sample)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        response = self._dispatcher.respond(request) or Response("nothing here", 404)
        return response(environ, start_response)

    def _index(self, _request: Request) -> Response:
        links = "".join(f'<li><a href="/{name}">{name}</a>' for name in [*SAMPLES, "error"])
        return Response(f"<!doctype html><title>Gallery</title><ul>{links}</ul>", content_type="text/html")

    def _sample(self, request: Request) -> Response:
        return self._show(request.path.strip("/"), request)

    def _show(self, sample: str, request: Request) -> Response:
        template, context = SAMPLES[sample]
        return self.pages.render(template, language=languages.wanted_by(request), come_back_to=request.path, **context)

    def _error(self, _request: Request) -> Response:
        raise Denied("This page was open for too long.", reason=EXPIRED)

    def _problem(self, request: Request, problem: Problem) -> Response:
        return errors.as_page(self.pages, languages.wanted_by(request), problem, REQUEST_ID)


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the tests look at what the browser says."""


@contextmanager
def served(port: int = 0) -> "Iterator[str]":
    """Serve the gallery from a thread, on a free port unless one is named; gives its base URL."""
    server = make_server("127.0.0.1", port, Gallery(), threaded=True, request_handler=_Silent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    with served(int(sys.argv[1]) if len(sys.argv) > 1 else 0) as url:
        print(f"{url}/ (Enter ends it)")
        input()
