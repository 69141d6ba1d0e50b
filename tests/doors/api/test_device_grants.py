"""The switch of each group for signing devices in by a code."""

from collections.abc import Mapping
from typing import Any

import pytest

from gatepost.core.directory import groups
from gatepost.core.directory.model import Group, GroupAttributes
from tests.doors.api.programs import Program
from tests.doors.portal.conftest import Installation


@pytest.fixture
def group(gatepost: Installation) -> Group:
    store_id, attributes = gatepost.made.instance.identity_store_id, GroupAttributes("Contractors", "From outside")
    return gatepost.write(lambda call: groups.create(call, identity_store_id=store_id, attributes=attributes))


def test_a_group_may_until_it_is_forbidden(gatepost: Installation, administrator: Program, group: Group) -> None:
    path = f"/groups/{group.group_id}/device-grant"
    assert administrator.get(path).json == {"allowed": True}
    for allowed in (False, False, True, True, False):
        assert administrator.send("PUT", path, {"allowed": allowed}).json == {"allowed": allowed}
        assert administrator.get(path).json == {"allowed": allowed}
    events = gatepost.events("UpdateGroupDeviceGrant")
    assert sorted(event["requestParameters"]["allowed"] for event in events) == [False, False, False, True, True]
    assert {event["requestParameters"]["group_id"] for event in events} == {group.group_id}
    assert {event["userIdentity"]["userName"] for event in events} == {"administrator"}


@pytest.mark.parametrize(
    "body", [{}, {"allowed": "no"}, {"allowed": None}, {"allowed": 0}, {"allowed": True, "more": 1}, []]
)
def test_what_is_no_switch_changes_nothing(administrator: Program, group: Group, body: Mapping[str, Any]) -> None:
    path = f"/groups/{group.group_id}/device-grant"
    assert administrator.send("PUT", path, body).status_code == 400
    assert administrator.get(path).json == {"allowed": True}


@pytest.mark.parametrize("group_id", ["nothing", "x" * 500, "%00", "00000000-0000-4000-8000-000000000000"])
def test_a_group_that_is_not_there_is_not_found(administrator: Program, group_id: str) -> None:
    path = f"/groups/{group_id}/device-grant"
    assert administrator.get(path).status_code == 404
    assert administrator.send("PUT", path, {"allowed": False}).status_code == 404


def test_who_may_only_look_cannot_switch(reader: Program, administrator: Program, group: Group) -> None:
    path = f"/groups/{group.group_id}/device-grant"
    assert reader.send("PUT", path, {"allowed": False}).status_code == 403
    assert administrator.get(path).json == {"allowed": True}
