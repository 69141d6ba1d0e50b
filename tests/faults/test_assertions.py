"""An assertion counts once, at servers that are processes of their own: after kill -9, and of two on one PostgreSQL."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import requests
from lxml import html

from gatepost.kit.clock import SystemClock
from tests.browser.test_saml import api
from tests.doors.saml.partners import inflated, key_pair
from tests.doors.saml.provider import ENTITY_ID, SIGN_ON, Message
from tests.faults.conftest import Company, Found
from tests.kit import PATIENCE_SECONDS
from tests.servers.gatepost import Gatepost

TAKEN, REPLAYED = "taken", "used before"


def trust(company: Company, url: str) -> None:
    """Let people sign in through the provider whose key the tests hold."""
    provider = {
        "name": "Example",
        "entity_id": ENTITY_ID,
        "sign_on_url": SIGN_ON,
        "certificates": [key_pair("provider").certificate],
    }
    choice = {
        "kind": "EXTERNAL_IDP",
        "provider": provider,
        "emergency_user_ids": [company.facts["admin_user_id"]],
    }
    api(url, company.administrator.keys, "PUT", "/identity-source", choice)


def begin(url: str) -> str:
    """Go from the sign-in page to the provider; return the id of the request that arrives there."""
    with requests.Session() as browser:
        page = html.fromstring(browser.get(f"{url}/sign-in", timeout=PATIENCE_SECONDS).text)
        form = page.find(".//main//form")
        assert form is not None
        fields = {str(each.get("name")): str(each.get("value")) for each in form.findall(".//input[@name]")}
        sent = browser.post(f"{url}/sign-in/external", fields, allow_redirects=False, timeout=PATIENCE_SECONDS)
        request_id = inflated(sent.headers["Location"]).get("ID")
        assert request_id is not None
        return request_id


def answer(url: str, public_url: str, assertion_id: str = "_assertion") -> str:
    """Return the provider's answer to a sign-in that begins now, for a Gatepost that calls itself `public_url`."""
    message = Message(
        SystemClock().now(),
        begin(url),
        assertion_id=assertion_id,
        destination=f"{public_url}/saml/sp/acs",
        recipient=f"{public_url}/saml/sp/acs",
        audiences=(f"{public_url}/saml/sp/metadata",),
    )
    return base64.b64encode(message.signed()).decode()


def deliver(url: str, message: str) -> str:
    """Bring an answer; return what became of it by the page that comes."""
    page = requests.post(f"{url}/saml/sp/acs", {"SAMLResponse": message}, timeout=PATIENCE_SECONDS)
    if page.status_code == 200 and "data-sends-itself" in page.text:
        return TAKEN
    return REPLAYED if REPLAYED in page.text else page.text


def test_after_kill_9(found: Found, database_url: str) -> None:
    company = found(database_url=database_url)
    gatepost = company.gatepost
    gatepost.start()
    trust(company, gatepost.url)
    used, begun = (answer(gatepost.url, gatepost.url, each) for each in ("_used", "_begun"))
    assert deliver(gatepost.url, used) == TAKEN
    gatepost.kill()
    gatepost.start()
    assert deliver(gatepost.url, used) == REPLAYED
    assert deliver(gatepost.url, begun) == TAKEN  # what was on its way when the server fell is not lost


def test_at_two_servers_at_once(found: Found, install: Callable[..., Gatepost], postgres_url: str) -> None:
    one = found(database_url=postgres_url)
    keys, public_url = one.gatepost.settings["data_dir"] + "/master.key", one.gatepost.url
    other = install(database_url=postgres_url, master_key_file=keys, public_url=public_url)
    one.gatepost.start()
    other.start()
    trust(one, public_url)
    places = [public_url, f"http://{other.settings['listen']}"]
    message = answer(places[1], public_url)
    with ThreadPoolExecutor(8) as browsers:
        answers = list(browsers.map(lambda number: deliver(places[number % 2], message), range(16)))
    assert sorted(answers) == [TAKEN] + [REPLAYED] * 15
