"""SAML applications, their assignments and Gatepost's certificates by the API."""

import re
from typing import Any

import pytest
from cryptography.x509 import load_pem_x509_certificate

from gatepost.core.organization import accounts, delegation
from gatepost.core.organization.model import SSO_PRINCIPAL
from tests.doors.api.programs import ADMINISTRATOR_ACCESS, Program
from tests.doors.portal.conftest import Browser, Installation

WIKI: dict[str, Any] = {
    "name": "Wiki",
    "saml": {
        "entity_id": "https://wiki.example.com/saml",
        "assertion_consumer_services": [{"url": "https://wiki.example.com/acs"}],
    },
}


def connected(administrator: Program, **changes: Any) -> dict[str, Any]:
    answer = administrator.post("/saml-applications", {**WIKI, **changes})
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return dict(answer.json)


def test_an_application_comes_changes_and_goes(administrator: Program, gatepost: Installation) -> None:
    made = connected(administrator, description="Pages of everybody")
    path = f"/saml-applications/{made['application_id']}"
    assert administrator.get(path).json == made
    assert made["saml"]["name_id_value"] == "${user:email}"

    saml = {**made["saml"], "session_minutes": 30, "relay_state": "/home"}
    changed = administrator.send("PUT", path, {"name": "Wiki 2", "saml": saml, "visibility": "DISABLED"})
    assert changed.status_code == 200, changed.text
    assert changed.json is not None
    assert (changed.json["name"], changed.json["description"]) == ("Wiki 2", None)
    assert changed.json["saml"] == saml
    assert administrator.get(path).json == changed.json

    assert administrator.delete(path).status_code == 204
    assert administrator.get(path).status_code == 404
    assert [each["requestParameters"]["name"] for each in gatepost.events("CreateSamlApplication")] == ["Wiki"]
    assert len(gatepost.events("DeleteSamlApplication")) == 1


def test_two_of_one_name_or_entity_id(administrator: Program) -> None:
    connected(administrator)
    again = administrator.post("/saml-applications", WIKI)
    other_name = administrator.post("/saml-applications", {**WIKI, "name": "Other"})
    assert (again.status_code, other_name.status_code) == (409, 409)
    assert other_name.json is not None
    assert "entity ID" in other_name.json["detail"]
    listed = administrator.get("/saml-applications").json
    assert listed is not None
    assert [each["name"] for each in listed["applications"]] == ["Wiki"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"assertion_consumer_services": []}, "assertion_consumer_services"),
        ({"assertion_consumer_services": [{"url": "http://wiki.example.com/acs"}]}, "must be https"),
        ({"assertion_consumer_services": [{"url": "javascript:alert(1)"}]}, "must be https"),
        ({"assertion_consumer_services": [{"url": "https://a.example.com"}] * 2}, "the same index"),
        ({"attributes": [{"name": "x", "value": "${user:nothing}"}]}, "not a supported source"),
        ({"attributes": [{"name": "x", "value": "a ${user:groups}"}]}, "must stand alone"),
        ({"name_id_value": "${user:groups}"}, "one value"),
        ({"certificates": ["not PEM"]}, "X.509"),
        ({"encryption_certificate": "not PEM"}, "X.509"),
        ({"requests_signed": True}, "needs? a certificate|need a certificate"),
        ({"sign_response": False, "sign_assertion": False}, "must be signed"),
        ({"session_minutes": 4}, "session_minutes"),
        ({"entity_id": " blank"}, "entity ID"),
        ({"surprise": 1}, "surprise"),
        ({"logout_url": "ftp://wiki.example.com"}, "must be https"),
    ],
)
def test_settings_that_cannot_work(administrator: Program, changes: dict[str, Any], sentence: str) -> None:
    answer = administrator.post("/saml-applications", {**WIKI, "saml": {**WIKI["saml"], **changes}})
    assert answer.status_code == 400, answer.text
    assert answer.json is not None
    assert re.search(sentence, answer.json["detail"])
    listed = administrator.get("/saml-applications").json
    assert listed == {"applications": []}


@pytest.mark.parametrize(
    "logo", ["data:image/svg+xml;base64,AAAA", "https://x.example.com/a.png", "data:image/png;base64,AAAA"]
)
def test_logos_that_could_do_something(administrator: Program, logo: str) -> None:
    assert administrator.post("/saml-applications", {**WIKI, "logo": logo}).status_code == 400


def test_assignments_are_those_of_sso_admin(administrator: Program, gatepost: Installation) -> None:
    made = connected(administrator)
    path = f"/saml-applications/{made['application_id']}"
    somebody = {"principal_type": "USER", "principal_id": gatepost.made.admin.user_id}
    assert administrator.post(f"{path}/assignments", somebody).status_code == 204
    assert administrator.post(f"{path}/assignments", somebody).status_code == 409
    assert administrator.get(f"{path}/assignments").json == {"assignments": [somebody]}
    assert administrator.send("DELETE", f"{path}/assignments", somebody).status_code == 204
    assert administrator.get(f"{path}/assignments").json == {"assignments": []}
    nobody = {**somebody, "principal_id": "0000000000-00000000-0000-4000-8000-000000000000"}
    assert administrator.post(f"{path}/assignments", nobody).status_code == 404
    assert administrator.send("PUT", f"{path}/assignment-required", {"assignment_required": False}).status_code == 204
    shown = administrator.get(path).json
    assert shown is not None
    assert shown["assignment_required"] is False


def test_a_reader_changes_nothing(reader: Program) -> None:
    assert reader.get("/saml-applications").status_code == 200
    assert reader.post("/saml-applications", WIKI).status_code == 403
    assert reader.post("/saml-certificates/identity-provider/next", None).status_code == 403


def test_a_person_without_a_role_administers_nothing(browser: Browser) -> None:
    browser.sign_in()
    assert browser.get("/api/v1/saml-applications").status_code == 403


def test_certificates_rotate_with_an_overlap(administrator: Program, browser: Browser) -> None:
    path = "/saml-certificates/identity-provider"
    browser.get("/saml/idp/metadata")

    def states() -> list[str]:
        listed = administrator.get(path).json
        assert listed is not None
        return [each["state"] for each in listed["certificates"]]

    def in_metadata() -> int:
        return browser.get("/saml/idp/metadata").text.count("<ds:X509Certificate>")

    assert states() == ["CURRENT"]
    assert administrator.post(f"{path}/activate", None).status_code == 404
    issued = administrator.post(f"{path}/next", None)
    assert issued.status_code == 201
    assert issued.json is not None
    assert load_pem_x509_certificate(issued.json["certificate"].encode()).version.name == "v3"
    assert administrator.post(f"{path}/next", None).status_code == 409
    assert (states(), in_metadata()) == (["CURRENT", "NEXT"], 2)
    assert administrator.post(f"{path}/activate", None).status_code == 204
    assert (states(), in_metadata()) == (["CURRENT", "PREVIOUS"], 2)
    listed = administrator.get(path).json
    assert listed is not None
    new, old = (each["key_id"] for each in listed["certificates"])
    assert new == issued.json["key_id"]
    assert administrator.delete(f"{path}/keys/{new}").status_code == 409
    assert administrator.delete(f"{path}/keys/{old}").status_code == 204
    assert administrator.delete(f"{path}/keys/{old}").status_code == 404
    assert (states(), in_metadata()) == (["CURRENT"], 1)
    assert administrator.get("/saml-certificates/other").status_code == 404


def member(gatepost: Installation, name: str) -> str:
    """Make a member account; return its id."""
    asked = gatepost.write(lambda call: accounts.request_creation(call, name=name, email=f"{name}@example.com"))
    gatepost.work()
    return str(gatepost.write(lambda call: accounts.get_creation(call, asked.request_id)).account_id)


def test_a_delegated_administrator_connects_applications_and_another_member_does_not(gatepost: Installation) -> None:
    security, shop = member(gatepost, "security"), member(gatepost, "shop")
    gatepost.write(lambda call: delegation.enable_service(call, SSO_PRINCIPAL))
    gatepost.write(lambda call: delegation.register(call, security, SSO_PRINCIPAL))
    delegate = Program(gatepost, ADMINISTRATOR_ACCESS, account_id=security)
    stranger = Program(gatepost, ADMINISTRATOR_ACCESS, account_id=shop)

    made = connected(delegate)
    path = f"/saml-applications/{made['application_id']}"
    assert delegate.get("/identity-source").status_code == 200
    for answer in (stranger.get(path), stranger.delete(path), stranger.post("/saml-applications", WIKI)):
        assert answer.status_code == 403
    assert delegate.delete(path).status_code == 204
    assert stranger.get("/identity-source").status_code == 403
