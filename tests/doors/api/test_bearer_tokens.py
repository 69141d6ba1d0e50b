"""Access tokens of identity providers by the API: made and shown once, two at a time, rotated and deleted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import orjson
import pytest
from werkzeug.test import TestResponse

from gatepost.app import make_runner
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.organization import accounts
from gatepost.core.provisioning import tokens
from tests.doors.api.programs import ADMINISTRATOR_ACCESS, Program
from tests.doors.portal.conftest import Install, Installation
from tests.servers.smtp import MailServer

PATH = "/scim/tokens"


def make(administrator: Program, **body: Any) -> dict[str, Any]:
    answer = administrator.post(PATH, body)
    assert answer.status_code == 201, answer.text
    return cast(dict[str, Any], answer.json)


def users(gatepost: Installation, made: dict[str, Any]) -> TestResponse:
    path = made["url"].removeprefix(gatepost.runtime.settings.public_url) + "/Users"
    return gatepost.browser().send("GET", path, b"", {"Authorization": f"Bearer {made['token']}"})


def test_a_token_opens_scim_at_its_url(gatepost: Installation, administrator: Program) -> None:
    for profile in ("rfc", "aws"):
        made = make(administrator, profile=profile)
        assert made["profile"] == profile
        assert datetime.fromisoformat(made["expires_at"]) == gatepost.clock.now() + timedelta(days=365)
        assert users(gatepost, made).status_code == 200


def test_a_token_is_shown_once(gatepost: Installation, administrator: Program) -> None:
    made = make(administrator)
    listed = administrator.get(PATH)
    assert listed.json is not None
    [token] = listed.json["tokens"]
    assert token == {name: value for name, value in made.items() if name != "token"}
    assert made["token"] not in listed.text
    gatepost.runtime.events.flush()
    [event] = gatepost.events("CreateBearerToken")
    assert event["eventSource"] == "sso-directory.amazonaws.com"
    assert made["token"] not in orjson.dumps(event).decode()
    assert len(gatepost.events("CreateProvisioningTenant")) == 1


def test_there_are_two_at_a_time(administrator: Program) -> None:
    first = make(administrator)
    make(administrator)
    assert administrator.post(PATH, {}).status_code == 429
    assert administrator.delete(f"{PATH}/{first['id']}").status_code == 204
    make(administrator)


def test_a_deleted_token_is_good_for_nothing(gatepost: Installation, administrator: Program) -> None:
    made = make(administrator)
    administrator.delete(f"{PATH}/{made['id']}")
    assert users(gatepost, made).status_code == 401
    assert administrator.delete(f"{PATH}/{made['id']}").status_code == 404
    gatepost.runtime.events.flush()
    # Both are of one moment, so their order says nothing.
    assert sorted("errorCode" in each for each in gatepost.events("DeleteBearerToken")) == [False, True]


def test_a_rotated_token_is_another_of_the_same_profile(gatepost: Installation, administrator: Program) -> None:
    old = make(administrator, profile="aws")
    answer = administrator.post(f"{PATH}/{old['id']}/rotate", {})
    assert answer.status_code == 201, answer.text
    new = answer.json
    assert new is not None
    assert (new["profile"], new["id"] != old["id"]) == ("aws", True)
    assert (users(gatepost, old).status_code, users(gatepost, new).status_code) == (401, 200)
    assert administrator.post(f"{PATH}/{old['id']}/rotate", {}).status_code == 404


def test_a_token_ends_after_a_year(gatepost: Installation, administrator: Program) -> None:
    made = make(administrator)
    gatepost.clock.advance(days=364)
    assert users(gatepost, made).status_code == 200
    gatepost.clock.advance(days=1)
    assert users(gatepost, made).status_code == 401
    assert administrator.get(PATH).json == {"tokens": []}


@pytest.mark.parametrize("body", [{"profile": "other"}, {"nonsense": 1}, {"profile": None}])
def test_what_makes_no_token(administrator: Program, body: dict[str, Any]) -> None:
    assert administrator.post(PATH, body).status_code == 400
    assert administrator.get(PATH).json == {"tokens": []}


def test_who_may_only_read_makes_none(reader: Program) -> None:
    assert reader.post(PATH, {}).status_code == 403


def test_a_mail_comes_before_the_end(gatepost: Installation, administrator: Program) -> None:
    made = make(administrator)
    mails = gatepost.runtime.settings.data_dir / "mail"
    sent = []
    for days in (274, 1, 59, 1, 22, 1, 5, 1):
        gatepost.clock.advance(days=days)
        _drain(gatepost)
        sent.append(len(list(mails.glob("*"))))
    assert sent == [0, 1, 1, 2, 2, 3, 3, 4]
    text = _text_of(max(mails.glob("*")))
    assert made["id"] in text
    assert made["token"] not in text


@pytest.fixture
def other(gatepost: Installation) -> Instance:
    """The instance of a member account."""
    asked = gatepost.write(lambda call: accounts.request_creation(call, name="Sandbox", email="sandbox@example.com"))
    _drain(gatepost)
    account_id = gatepost.write(lambda call: accounts.get_creation(call, asked.request_id)).account_id
    assert account_id is not None
    return gatepost.write(lambda call: instances.create(call, account_id=account_id, region="us-east-1"))


@pytest.mark.parametrize(
    "name", [lambda each: each.arn, lambda each: each.instance_id, lambda each: each.identity_store_id]
)
def test_another_instance_has_tokens_of_its_own(
    gatepost: Installation, administrator: Program, other: Instance, name: Callable[[Instance], str]
) -> None:
    member = Program(gatepost, ADMINISTRATOR_ACCESS, name="member", account_id=other.owner_account_id)
    query = "?instance=" + quote(name(other), safe="")
    own, made = make(administrator), cast(Any, member.post(PATH + query, {}).json)
    assert made["tenant_id"] != own["tenant_id"]
    assert cast(Any, users(gatepost, own).json)["totalResults"] > 0
    assert cast(Any, users(gatepost, made).json)["totalResults"] == 0
    assert [each["id"] for each in cast(Any, member.get(PATH + query).json)["tokens"]] == [made["id"]]

    assert administrator.delete(f"{PATH}/{made['id']}").status_code == 404
    rotated = member.post(f"{PATH}/{made['id']}/rotate{query}", {})
    assert rotated.status_code == 201
    assert member.delete(f"{PATH}/{cast(Any, rotated.json)['id']}{query}").status_code == 204


def test_another_accounts_instance_is_not_the_callers(administrator: Program, other: Instance) -> None:
    assert administrator.post(f"{PATH}?instance={other.instance_id}", {}).status_code == 403
    assert administrator.post(f"{PATH}?instance=ssoins-0000000000000000", {}).status_code == 404


def test_the_mail_goes_to_the_account_that_owns_the_instance(gatepost: Installation, other: Instance) -> None:
    gatepost.write(lambda call: tokens.create(call, other.identity_store_id))
    gatepost.clock.advance(days=275)
    _drain(gatepost)
    [mail] = (gatepost.runtime.settings.data_dir / "mail").glob("*")
    assert "To: sandbox@example.com" in mail.read_text()
    assert f"gatepost scim token create --instance {other.identity_store_id}" in _text_of(mail)


def test_the_mail_is_handed_to_a_mail_server(install: Install, mail_server: MailServer) -> None:
    gatepost = install(smtp_url=f"smtp://{mail_server.host}:{mail_server.port}")
    account = gatepost.write(
        lambda call: accounts.get(call, gatepost.made.instance.owner_account_id),
    )
    made = make(Program(gatepost, ADMINISTRATOR_ACCESS))
    gatepost.clock.advance(days=358)
    _drain(gatepost)
    delivery = mail_server.mailbox.wait(account.email)
    assert delivery.message["Subject"].startswith("An access token of ")
    for form in ("plain", "html"):
        text = delivery.part(form)
        assert made["id"] in text
        assert made["token"] not in text


def test_no_mail_comes_for_a_token_that_is_gone(gatepost: Installation, administrator: Program) -> None:
    made = make(administrator)
    administrator.delete(f"{PATH}/{made['id']}")
    gatepost.clock.advance(days=300)
    _drain(gatepost)
    assert not list((gatepost.runtime.settings.data_dir / "mail").glob("*"))


def _text_of(mail: Path) -> str:
    part = message_from_bytes(mail.read_bytes(), policy=default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def _drain(gatepost: Installation) -> None:
    make_runner(gatepost.runtime).drain()
