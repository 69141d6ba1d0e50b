"""Gatepost's own API, and its description of itself."""

from datetime import datetime, timedelta

import pytest

from gatepost.doors import api
from gatepost.doors.api.endpoint import PREFIX
from tests.doors.portal.conftest import Browser, Installation


def test_me_is_the_signed_in_person(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    answer = browser.get("/api/v1/me")
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    me = answer.json
    assert me is not None
    assert set(me) == {"user_id", "user_name", "display_name", "session_expires_at"}
    assert me["user_id"] == gatepost.made.admin.user_id
    assert me["user_name"] == "admin"
    assert me["display_name"] == gatepost.made.admin.display_name
    assert datetime.fromisoformat(me["session_expires_at"]) == gatepost.clock.now() + timedelta(hours=8)


def test_nobody_is_told_so_in_problem_details(browser: Browser) -> None:
    answer = browser.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    problem = answer.json
    assert problem is not None
    assert (problem["status"], problem["reason"]) == (401, "SessionRequired")
    assert problem["request_id"] == answer.headers["x-amzn-RequestId"]


def test_an_ended_session_is_nobody(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    gatepost.clock.advance(hours=8)
    assert browser.get("/api/v1/me").status_code == 401


def test_a_call_is_recorded(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    browser.get("/api/v1/me")
    [event] = gatepost.events("GetMe")
    assert event["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id
    assert event["readOnly"] is True


def test_a_method_that_a_path_does_not_have(browser: Browser) -> None:
    answer = browser.post("/api/v1/me")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/me"])
def test_a_path_that_is_not_there_is_a_problem(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_every_route_is_described_and_nothing_else(gatepost: Installation, browser: Browser) -> None:
    answer = browser.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    document = answer.json
    assert document is not None
    assert document["openapi"].startswith("3.1.")
    described = {(method.upper(), path) for path, operations in document["paths"].items() for method in operations}
    routes = {(route.method, route.rule.replace("<", "{").replace(">", "}")) for route in api.routes(gatepost.runtime)}
    assert described == routes
    assert all(path.startswith(PREFIX) for _, path in described)


def test_the_description_holds_what_it_refers_to(browser: Browser) -> None:
    document = browser.get("/api/v1/openapi.json").json
    assert document is not None
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    for operation in operations:
        assert operation["summary"].endswith(".")
        assert {"200", "201", "204"} & set(operation["responses"])
        for requirement in operation.get("security", document["security"]):
            assert set(requirement) <= set(document["components"]["securitySchemes"])
    assert "#/components/schemas/Problem" in str(operations)
    assert "Problem" in document["components"]["schemas"]


def test_an_answer_is_as_described(browser: Browser) -> None:
    browser.sign_in()
    document = browser.get("/api/v1/openapi.json").json
    answer = browser.get("/api/v1/me").json
    assert document is not None
    assert answer is not None
    schema = document["paths"]["/api/v1/me"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(schema["required"]) == set(answer) == set(schema["properties"])
