"""SAML in a browser: into an application that python3-saml guards, and in through an identity provider, with the real pages."""

import base64
import html
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from playwright.sync_api import expect

from gatepost.kit.clock import SystemClock
from tests.doors.saml.partners import inflated, key_pair
from tests.doors.saml.provider import Message
from tests.journeys import pages
from tests.journeys.company import Administrator, Company, Keys
from tests.kit import PATIENCE_SECONDS
from tests.servers.chromium import Window
from tests.servers.gatepost import Gatepost

Answer = Callable[[str, dict[str, str]], tuple[int, str]]
"""Takes the path with its query, and the form; returns a status and a page, or where to go."""


@contextmanager
def site(answer: Answer) -> Iterator[str]:
    """Run somebody else's web site on this machine and give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(dict(parse_qsl(body.decode())))

        def _answer(self, form: dict[str, str]) -> None:
            status, content = answer(self.path, form)
            self.send_response(status)
            self.send_header("Location" if status == 303 else "Content-Type", content if status == 303 else "text/html")
            self.end_headers()
            if status != 303:
                self.wfile.write(f'<!doctype html><link rel="icon" href="data:,">{content}'.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def api(url: str, keys: Keys, method: str, path: str, body: Any) -> Any:
    """Call Gatepost's API with an administrator's keys."""
    request = AWSRequest(
        method, f"{url}/api/v1{path}", data=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    SigV4Auth(Credentials(keys.access_key_id, keys.secret_access_key), "gatepost", "us-east-1").add_auth(request)
    answer = requests.request(
        method, str(request.url), data=request.data, headers=dict(request.headers.items()), timeout=PATIENCE_SECONDS
    )
    assert answer.ok, answer.text
    return answer.json() if answer.content else None


class Wiki:
    """An application that lets in whom Gatepost names, until Gatepost says that they signed out."""

    def __init__(self, gatepost_url: str) -> None:
        self.url = ""
        self.is_open = False
        metadata = requests.get(f"{gatepost_url}/saml/idp/metadata", timeout=PATIENCE_SECONDS).content
        self._idp = OneLogin_Saml2_IdPMetadataParser.parse(metadata)["idp"]

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        auth = self._auth(path, form)
        if path.startswith("/slo"):
            answer = auth.process_slo(delete_session_cb=self._close)
            assert auth.get_errors() == [], auth.get_last_error_reason()
            return 303, str(answer)
        if not form:
            return 303, str(auth.login(return_to=f"{self.url}/page"))
        auth.process_response()
        assert auth.get_errors() == [], auth.get_last_error_reason()
        self.is_open = True
        return 200, f"<title>Wiki</title><h1>Hello {html.escape(auth.get_nameid())}</h1>"

    def settings(self) -> dict[str, Any]:
        """Return what Gatepost must know of it."""
        return {
            "entity_id": self.url,
            "assertion_consumer_services": [{"url": f"{self.url}/acs"}],
            "attributes": [{"name": "mail", "value": "${user:email}"}],
            "logout_url": f"{self.url}/slo",
            "certificates": [key_pair("wiki").certificate],
        }

    def _close(self) -> None:
        self.is_open = False

    def _auth(self, path: str, form: dict[str, str]) -> OneLogin_Saml2_Auth:
        own = key_pair("wiki")
        settings = {
            "strict": True,
            "sp": {
                "entityId": self.url,
                "assertionConsumerService": {"url": f"{self.url}/acs"},
                "singleLogoutService": {"url": f"{self.url}/slo"},
                "x509cert": own.certificate,
                "privateKey": own.private_key.reveal(),
            },
            "security": {
                "wantMessagesSigned": True,
                "wantAssertionsSigned": True,
                "requestedAuthnContext": False,
                "logoutResponseSigned": True,
                "signatureAlgorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            },
            "idp": self._idp,
        }
        request = {
            "https": "off",
            "http_host": urlsplit(self.url).netloc,
            "script_name": urlsplit(path).path,
            "get_data": dict(parse_qsl(urlsplit(path).query)),
            "query_string": urlsplit(path).query,
            "post_data": form,
        }
        return OneLogin_Saml2_Auth(request, settings)


@pytest.mark.parametrize(("device", "colours"), [("desktop", "light"), ("phone", "dark")])
def test_into_an_application_and_out_again(
    companies: Callable[[str], Company], open_window: Callable[..., Window], device: str, colours: str
) -> None:
    company = companies("sqlite")
    window = open_window(device, colours)
    person, page = company.user(company.name("maria")), window.page
    wiki, forum = Wiki(company.url), Wiki(company.url)
    with site(wiki.answer) as url, site(forum.answer) as forum_url:
        wiki.url, forum.url = url, forum_url
        body = {"name": company.name("Wiki"), "description": "Pages of everybody", "saml": wiki.settings()}
        made = api(company.url, company.keys, "POST", "/saml-applications", body)
        path = f"/saml-applications/{made['application_id']}/assignments"
        pages.accept_invitation(page, pages.link_in(company.invitation(person).part("plain")))

        page.goto(url)
        expect(page.get_by_role("heading", name="You cannot open this application yet")).to_be_visible()
        window.screenshot("application-not-assigned")
        assert not window.overflows()
        api(company.url, company.keys, "POST", path, {"principal_type": "USER", "principal_id": person.user_id})

        page.goto(company.url)
        window.screenshot("portal-applications")
        assert not window.overflows()
        page.get_by_role("link", name=made["name"]).click()
        expect(page.get_by_role("heading", name=f"Hello {person.email}")).to_be_visible()

        page.context.clear_cookies()
        page.goto(url)
        pages.sign_in(page, person.user_name)
        expect(page.get_by_role("heading", name=f"Hello {person.email}")).to_be_visible()

        other = {"name": company.name("Forum"), "saml": forum.settings()}
        opened = api(company.url, company.keys, "POST", "/saml-applications", other)
        openness = f"/saml-applications/{opened['application_id']}/assignment-required"
        api(company.url, company.keys, "PUT", openness, {"assignment_required": False})
        page.goto(company.url)
        page.get_by_role("link", name=opened["name"]).click()
        expect(page.get_by_role("heading", name=f"Hello {person.email}")).to_be_visible()
        assert (wiki.is_open, forum.is_open) == (True, True)
        page.goto(company.url)
        page.locator(".user-button").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert pages.path_of(page) == "/signed-out"
        assert (wiki.is_open, forum.is_open) == (False, False)


def provider(gatepost_url: str, user_name: str) -> Answer:
    """Return an identity provider that knows one person and asks nothing."""

    def answer(path: str, form: dict[str, str]) -> tuple[int, str]:
        request_id = inflated(path).get("ID")
        message = Message(
            SystemClock().now(),
            request_id,
            assertion_id=f"_of{request_id}",
            name_id=user_name,
            destination=f"{gatepost_url}/saml/sp/acs",
            recipient=f"{gatepost_url}/saml/sp/acs",
            audiences=(f"{gatepost_url}/saml/sp/metadata",),
        )
        value = base64.b64encode(message.signed()).decode()
        return 200, (
            f'<title>Example</title><form method="post" action="{gatepost_url}/saml/sp/acs">'
            f'<input type="hidden" name="SAMLResponse" value="{value}"></form><script>document.forms[0].submit()</script>'
        )

    return answer


def test_in_through_an_identity_provider(install: Callable[..., Gatepost], open_window: Callable[..., Window]) -> None:
    gatepost = install()
    facts = gatepost.bootstrap("--access-key")
    gatepost.start()
    keys = Keys(facts["access_key_id"], facts["secret_access_key"])
    person = Administrator(gatepost.url, facts, keys).user("maria")
    with site(provider(gatepost.url, "Maria")) as url:
        choice = {
            "kind": "EXTERNAL_IDP",
            "provider": {
                "name": "Example",
                "entity_id": "https://idp.example.com/metadata",
                "sign_on_url": f"{url}/sso",
                "certificates": [key_pair("provider").certificate],
            },
            "emergency_user_ids": [facts["admin_user_id"]],
        }
        api(gatepost.url, keys, "PUT", "/identity-source", choice)
        for device, colours in (("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")):
            window = open_window(device, colours)
            window.page.goto(facts["start_url"])
            window.screenshot("sign-in-external")
            assert not window.overflows()
            window.page.get_by_role("button", name="Continue with Example").click()
            expect(window.page.get_by_role("heading", name="Your accounts")).to_be_visible()
            assert pages.path_of(window.page) == "/start"
        window.page.locator(".user-button").click()
        expect(window.page.get_by_text(person.email)).to_be_visible()
