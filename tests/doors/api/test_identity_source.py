"""The identity source by the API: seen, previewed, changed and set back."""

from typing import Any

import pytest

from tests.doors.api.programs import Program
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.partners import key_pair

PATH = "/identity-source"


def external(gatepost: Installation, **provider: Any) -> dict[str, Any]:
    return {
        "kind": "EXTERNAL_IDP",
        "provider": {
            "name": "Example",
            "entity_id": "https://idp.example.com/metadata",
            "sign_on_url": "https://idp.example.com/sso",
            "certificates": [key_pair("provider").certificate],
            **provider,
        },
        "emergency_user_ids": [gatepost.made.admin.user_id],
    }


def test_at_first_people_sign_in_here(administrator: Program) -> None:
    source = administrator.get(PATH).json
    assert source is not None
    assert (source["kind"], source["provider"], source["can_be_undone"]) == ("IDENTITY_CENTER", None, False)
    assert source["service_provider"]["assertion_consumer_url"] == "http://localhost:8080/saml/sp/acs"
    assert administrator.send("POST", f"{PATH}/undo").status_code == 409


def test_a_change_is_previewed_made_and_set_back(
    administrator: Program, gatepost: Installation, browser: Browser
) -> None:
    choice = external(gatepost)
    seen = administrator.post(f"{PATH}/preview", {**choice, "name_ids": ["ADMIN", "nadia"]}).json
    assert seen is not None
    assert (seen["users"], seen["groups"], seen["account_assignments"]) == (1, 0, 1)
    assert (seen["matched"], seen["unmatched"]) == (["ADMIN"], ["nadia"])
    assert seen["warnings"]
    assert "Continue with" not in browser.get("/sign-in").text

    changed = administrator.send("PUT", PATH, choice)
    assert changed.status_code == 200, changed.text
    assert changed.json is not None
    assert changed.json["provider"]["certificates"][0]["expires_at"]
    assert "Continue with Example" in browser.get("/sign-in").text

    back = administrator.send("POST", f"{PATH}/undo").json
    assert back is not None
    assert (back["kind"], back["can_be_undone"]) == ("IDENTITY_CENTER", True)
    assert "Continue with" not in browser.get("/sign-in").text
    names = [event["requestParameters"] for event in gatepost.events("ChangeIdentitySource")]
    assert names[0]["kind"] == "EXTERNAL_IDP"


def test_metadata_say_it_all(administrator: Program, gatepost: Installation, browser: Browser) -> None:
    """Gatepost's own metadata as an identity provider are as good as another's."""
    metadata = browser.get("/saml/idp/metadata").text
    choice = {**external(gatepost), "provider": {"name": "Other", "metadata_xml": metadata}}
    changed = administrator.send("PUT", PATH, choice).json
    assert changed is not None
    assert changed["provider"]["entity_id"] == "http://localhost:8080/saml/idp/metadata"
    assert changed["provider"]["sign_on_url"] == "http://localhost:8080/saml/idp/sso"
    assert changed["provider"]["sign_on_binding"] == "HTTP-Redirect"


@pytest.mark.parametrize(
    ("provider", "sentence"),
    [
        ({"certificates": []}, "1 to 10 certificates"),
        ({"certificates": ["x"]}, "X.509"),
        ({"sign_on_url": "http://idp.example.com/sso"}, "must be https"),
        ({"sign_on_url": None, "entity_id": None}, "entity_id, sign_on_url"),
        ({"metadata_xml": "<x/>"}, "describe 0"),
        ({"metadata_xml": "<!DOCTYPE x><x/>"}, "document type"),
    ],
)
def test_providers_that_cannot_work(
    administrator: Program, gatepost: Installation, provider: dict[str, Any], sentence: str
) -> None:
    answer = administrator.send("PUT", PATH, external(gatepost, **provider))
    assert answer.status_code == 400, answer.text
    assert answer.json is not None
    assert sentence in answer.json["detail"]
    source = administrator.get(PATH).json
    assert source is not None
    assert source["kind"] == "IDENTITY_CENTER"


def test_nobody_may_be_locked_out(administrator: Program, gatepost: Installation) -> None:
    choice = external(gatepost)
    without = administrator.send("PUT", PATH, {**choice, "emergency_user_ids": []})
    unknown = administrator.send("PUT", PATH, {**choice, "emergency_user_ids": ["nobody"]})
    assert (without.status_code, unknown.status_code) == (400, 404)


def test_a_reader_changes_nothing(reader: Program, gatepost: Installation) -> None:
    assert reader.get(PATH).status_code == 200
    assert reader.send("PUT", PATH, external(gatepost)).status_code == 403
    assert reader.send("POST", f"{PATH}/undo").status_code == 403
