"""PATCH of users: add, replace and remove, by path and without, as RFC 7644 section 3.5.2 has them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.doors.scim.conftest import ENTERPRISE, PATCH_OP, USER, Json, Provider, problem

WORK: Json = {"value": "ada@work.example", "type": "work", "primary": True}
HOME: Json = {"value": "ada@home.example", "type": "home"}


@pytest.fixture
def ada(shared: Provider) -> Iterator[Json]:
    """Somebody who is gone after the test."""
    made = shared.user(
        "ada",
        title="Countess",
        name={"givenName": "Ada"},
        emails=[WORK, HOME],
        **{ENTERPRISE: {"department": "Engines"}},
    )
    yield made
    assert shared.send("DELETE", f"/Users/{made['id']}").status_code == 204


def without_meta(document: Json) -> Json:
    return {name: value for name, value in document.items() if name not in {"schemas", "id", "meta", "active"}}


BEFORE: Json = {
    "userName": "ada",
    "title": "Countess",
    "name": {"givenName": "Ada"},
    "emails": [WORK, HOME],
    ENTERPRISE: {"department": "Engines"},
}


@pytest.mark.parametrize(
    ("operation", "after"),
    [
        ({"op": "add", "path": "nickName", "value": "A"}, {"nickName": "A"}),
        ({"op": "replace", "path": "nickName", "value": "A"}, {"nickName": "A"}),
        ({"op": "replace", "path": f"{USER}:nickName", "value": "A"}, {"nickName": "A"}),
        ({"op": "replace", "path": "NICKNAME", "value": "A"}, {"nickName": "A"}),
        ({"op": "remove", "path": "title"}, {"title": None}),
        ({"op": "replace", "path": "title", "value": None}, {"title": None}),
        ({"op": "replace", "path": "title", "value": ""}, {"title": None}),
        ({"op": "add", "path": "name.familyName", "value": "L"}, {"name": {"givenName": "Ada", "familyName": "L"}}),
        ({"op": "add", "path": "name", "value": {"familyName": "L"}}, {"name": {"givenName": "Ada", "familyName": "L"}}),
        ({"op": "replace", "path": "name", "value": {"givenName": "B"}}, {"name": {"givenName": "B"}}),
        ({"op": "remove", "path": "name.givenName"}, {"name": None}),
        ({"op": "remove", "path": "name"}, {"name": None}),
        ({"op": "add", "path": "emails", "value": [WORK]}, {}),
        (
            {"op": "add", "path": "emails", "value": [{"value": "x@y.example", "primary": True}]},
            {"emails": [WORK | {"primary": False}, HOME, {"value": "x@y.example", "primary": True}]},
        ),
        ({"op": "replace", "path": "emails", "value": [HOME]}, {"emails": [HOME]}),
        ({"op": "replace", "path": "emails", "value": HOME}, {"emails": [HOME]}),
        ({"op": "remove", "path": "emails"}, {"emails": None}),
        ({"op": "remove", "path": 'emails[type eq "work"]'}, {"emails": [HOME]}),
        ({"op": "remove", "path": 'emails[type eq "WORK" and value co "work"]'}, {"emails": [HOME]}),
        ({"op": "remove", "path": "emails", "value": [{"value": "ada@work.example"}]}, {"emails": [HOME]}),
        (
            {"op": "replace", "path": 'emails[type eq "home"].value', "value": "new@home.example"},
            {"emails": [WORK, HOME | {"value": "new@home.example"}]},
        ),
        (
            {"op": "replace", "path": 'emails[type eq "home"]', "value": {"display": "Home"}},
            {"emails": [WORK, HOME | {"display": "Home"}]},
        ),
        (
            {"op": "replace", "path": 'emails[type eq "home"].primary', "value": True},
            {"emails": [WORK | {"primary": False}, HOME | {"primary": True}]},
        ),
        ({"op": "remove", "path": 'emails[type eq "work"].primary'}, {"emails": [{**WORK, "primary": None}, HOME]}),
        (
            {"op": "add", "path": 'emails[type eq "other"].value', "value": "o@o.example"},
            {"emails": [WORK, HOME, {"type": "other", "value": "o@o.example"}]},
        ),
        (
            {"op": "add", "path": 'phoneNumbers[type eq "work"].value', "value": "1"},
            {"phoneNumbers": [{"type": "work", "value": "1"}]},
        ),
        ({"op": "add", "path": "roles", "value": [{"value": "Guide"}]}, {"roles": [{"value": "Guide"}]}),
        ({"op": "replace", "path": "emails.type", "value": "other"}, {"emails": [WORK | {"type": "other"}, HOME | {"type": "other"}]}),
        ({"op": "add", "path": f"{ENTERPRISE}:costCenter", "value": "7"}, {ENTERPRISE: {"department": "Engines", "costCenter": "7"}}),
        ({"op": "add", "path": ENTERPRISE, "value": {"costCenter": "7"}}, {ENTERPRISE: {"department": "Engines", "costCenter": "7"}}),
        ({"op": "remove", "path": f"{ENTERPRISE}:department"}, {ENTERPRISE: None}),
        ({"op": "remove", "path": ENTERPRISE}, {ENTERPRISE: None}),
        (
            {"op": "replace", "path": f"{ENTERPRISE}:manager.value", "value": "m"},
            {ENTERPRISE: {"department": "Engines", "manager": {"value": "m"}}},
        ),
        ({"op": "replace", "value": {"title": "C", "name": {"familyName": "L"}}}, {"title": "C", "name": {"givenName": "Ada", "familyName": "L"}}),
        ({"op": "add", "value": {"nickName": "A", ENTERPRISE: {"division": "D"}}}, {"nickName": "A", ENTERPRISE: {"department": "Engines", "division": "D"}}),
        ({"op": "replace", "value": {"id": "mine", "meta": {}, "schemas": [USER], "groups": []}}, {}),
        ({"op": "replace", "path": "userName", "value": "ADA"}, {"userName": "ADA"}),
    ],
)  # fmt: skip
def test_operations(shared: Provider, ada: Json, operation: Json, after: Json) -> None:
    changed = shared.patch(f"/Users/{ada['id']}", operation)
    expected = _present(BEFORE | after)
    assert without_meta(changed) == expected
    assert changed["id"] == ada["id"]


def test_operations_follow_each_other(shared: Provider, ada: Json) -> None:
    changed = shared.patch(
        f"/Users/{ada['id']}",
        {"op": "remove", "path": "emails"},
        {"op": "add", "path": "emails", "value": [HOME]},
        {"op": "replace", "path": 'emails[type eq "home"].type', "value": "work"},
    )
    assert changed["emails"] == [HOME | {"type": "work"}]


def test_a_patch_answers_with_the_user(shared: Provider, ada: Json) -> None:
    body = {"schemas": [PATCH_OP], "Operations": [{"op": "replace", "path": "title", "value": "C"}]}
    answer = shared.send("PATCH", f"/Users/{ada['id']}", body)
    assert answer.status_code == 200
    assert answer.json == shared.get(f"/Users/{ada['id']}")
    chosen = shared.send("PATCH", f"/Users/{ada['id']}?attributes=title", body)
    assert chosen.json == {"schemas": [USER, ENTERPRISE], "id": ada["id"], "title": "C"}


@pytest.mark.parametrize(
    ("operations", "scim_type"),
    [
        ([], "invalidSyntax"),
        ("nonsense", "invalidSyntax"),
        (["nonsense"], "invalidSyntax"),
        ([{"path": "title", "value": "x"}], "invalidSyntax"),
        ([{"op": "move", "path": "title", "value": "x"}], "invalidSyntax"),
        ([{"op": "add", "path": "title"}], "invalidSyntax"),
        ([{"op": "add", "value": "x"}], "invalidSyntax"),
        ([{"op": "remove"}], "noTarget"),
        ([{"op": "add", "path": 7, "value": "x"}], "invalidPath"),
        ([{"op": "add", "path": "", "value": "x"}], "invalidPath"),
        ([{"op": "add", "path": "nonsense", "value": "x"}], "invalidPath"),
        ([{"op": "add", "path": "name.nonsense", "value": "x"}], "invalidPath"),
        ([{"op": "add", "path": "title[type eq \"x\"]", "value": "x"}], "invalidPath"),
        ([{"op": "add", "path": "name[givenName eq \"x\"]", "value": {}}], "invalidPath"),
        ([{"op": "add", "path": "emails[type eq \"x\"].nonsense", "value": "x"}], "invalidPath"),
        ([{"op": "add", "path": "emails[type eq]", "value": "x"}], "invalidFilter"),
        ([{"op": "add", "path": "emails[", "value": "x"}], "invalidPath"),
        ([{"op": "add", "value": {"nonsense": "x"}}], "invalidPath"),
        ([{"op": "add", "path": ENTERPRISE, "value": {"nonsense": "x"}}], "invalidPath"),
        ([{"op": "add", "path": ENTERPRISE, "value": "x"}], "invalidValue"),
        ([{"op": "replace", "path": 'emails[type eq "fax"].value', "value": "x"}], "noTarget"),
        ([{"op": "remove", "path": 'emails[type eq "fax"]'}], "noTarget"),
        ([{"op": "add", "path": 'emails[type sw "f"].value', "value": "x"}], "noTarget"),
        ([{"op": "replace", "path": "id", "value": "x"}], "mutability"),
        ([{"op": "replace", "path": "meta.created", "value": "x"}], "mutability"),
        ([{"op": "add", "path": "groups", "value": [{"value": "x"}]}], "mutability"),
        ([{"op": "remove", "path": "userName"}], "mutability"),
        ([{"op": "replace", "path": "userName", "value": None}], "mutability"),
        ([{"op": "replace", "path": "active", "value": "perhaps"}], "invalidValue"),
        ([{"op": "replace", "path": "title", "value": 7}], "invalidValue"),
        ([{"op": "replace", "path": "title", "value": {"x": 1}}], "invalidValue"),
        ([{"op": "replace", "path": "title", "value": "\u0000"}], "invalidValue"),
        ([{"op": "replace", "path": "userName", "value": "x" * 129}], "invalidValue"),
        ([{"op": "replace", "path": "name", "value": "x"}], "invalidValue"),
        ([{"op": "add", "path": "emails", "value": "x"}], "invalidValue"),
        ([{"op": "add", "path": "emails", "value": [{"nonsense": "x"}]}], "invalidSyntax"),
        ([{"op": "replace", "path": "emails", "value": [{"value": "a", "primary": True}, {"value": "b", "primary": True}]}], "invalidValue"),
        ([{"op": "remove", "path": "password"}], "invalidValue"),
        ([{"op": "replace", "path": "password", "value": "short"}], "invalidValue"),
        ([{"op": "replace", "path": "title", "value": "x"}] * 1001, "invalidSyntax"),
    ],
)  # fmt: skip
def test_what_is_no_operation_changes_nothing(shared: Provider, ada: Json, operations: Any, scim_type: str) -> None:
    first = [{"op": "replace", "path": "title", "value": "Changed"}]
    body = {"schemas": [PATCH_OP], "Operations": first + operations if isinstance(operations, list) else operations}
    if operations == []:
        body["Operations"] = []
    answer = shared.send("PATCH", f"/Users/{ada['id']}", body)
    assert problem(answer) == (400, scim_type)
    assert shared.get(f"/Users/{ada['id']}") == ada


@pytest.mark.parametrize(
    "body", [{}, {"Operations": []}, {"schemas": [USER], "Operations": [{"op": "add"}]}, [], "x", 7]
)
def test_what_is_no_patch(shared: Provider, ada: Json, body: Any) -> None:
    assert problem(shared.send("PATCH", f"/Users/{ada['id']}", body)) == (400, "invalidSyntax")


def test_what_is_not_there_is_not_patched(shared: Provider, ada: Json) -> None:
    body = {"schemas": [PATCH_OP], "Operations": [{"op": "replace", "path": "title", "value": "x"}]}
    for user_id in (ada["id"][:-4] + "0000", "nonsense", "%00", "a" * 500, "..%2f"):
        assert problem(shared.send("PATCH", f"/Users/{user_id}", body))[0] == 404


def _present(document: Json) -> Json:
    return {
        name: [_present(each) for each in value] if isinstance(value, list) else value
        for name, value in document.items()
        if value is not None
    }
