"""/Groups: members that come and go, and what that costs."""

from collections.abc import Callable
from typing import Any

import pytest

from gatepost.core.directory.model import Membership
from gatepost.core.directory.store import insert_memberships
from gatepost.kit import ids
from tests.doors.installation import Installation
from tests.doors.scim.conftest import GROUP, PATCH_OP, Json, Provider, problem


def member_ids(group: Json) -> list[str]:
    return [each["value"] for each in group.get("members", [])]


def add(*user_ids: str) -> Json:
    return {"op": "add", "path": "members", "value": [{"value": each} for each in user_ids]}


def test_a_group_comes_back_with_its_members(provider: Provider) -> None:
    ada, grace = provider.user("ada"), provider.user("grace")
    group = provider.group("Analysts", ada["id"], grace["id"], externalId="g-1")
    assert group["externalId"] == "g-1"
    assert sorted(member_ids(group)) == sorted([ada["id"], grace["id"]])
    assert group["members"][0]["$ref"].endswith(f"/Users/{group['members'][0]['value']}")
    read = provider.get(f"/Groups/{group['id']}")
    assert sorted(member_ids(read)) == sorted(member_ids(group))
    assert read | {"members": None} == group | {"members": None}


def test_users_tell_their_groups(provider: Provider) -> None:
    ada = provider.user("ada")
    group = provider.group("Analysts", ada["id"])
    expected = {
        "value": group["id"],
        "$ref": f"http://localhost:8080/scim/v2/Groups/{group['id']}",
        "display": "Analysts",
        "type": "direct",
    }
    assert provider.get(f"/Users/{ada['id']}")["groups"] == [expected]
    assert provider.get('/Users?filter=userName eq "ada"')["Resources"][0]["groups"] == [expected]


def test_members_are_added_and_removed_one_by_one(provider: Provider) -> None:
    ada, grace = provider.user("ada"), provider.user("grace")
    group = provider.group("Analysts", ada["id"])
    path = f"/Groups/{group['id']}"
    assert member_ids(provider.patch(path, add(grace["id"], ada["id"]))) == [ada["id"], grace["id"]]
    after = provider.patch(path, {"op": "remove", "path": f'members[value eq "{ada["id"]}"]'})
    assert member_ids(after) == [grace["id"]]
    # Who is not in it any more is removed already.
    again = provider.patch(path, {"op": "remove", "path": f'members[value eq "{ada["id"]}"]'})
    assert again["meta"]["version"] == after["meta"]["version"]


@pytest.mark.parametrize(
    "operation",
    [
        lambda ada, grace: {"op": "remove", "path": "members", "value": [{"value": ada}]},
        lambda ada, grace: {"op": "Remove", "path": "members", "value": {"value": ada}},
        lambda ada, grace: {"op": "replace", "path": "members", "value": [{"value": grace}]},
        lambda ada, grace: {"op": "replace", "value": {"members": [{"value": grace}]}},
        lambda ada, grace: {"op": "remove", "path": f'members[value eq "{ada}" or value eq "nobody"]'},
    ],
)
def test_ways_to_take_a_member_out(provider: Provider, operation: Callable[[str, str], Json]) -> None:
    ada, grace = provider.user("ada")["id"], provider.user("grace")["id"]
    group = provider.group("Analysts", ada, grace)
    assert member_ids(provider.patch(f"/Groups/{group['id']}", operation(ada, grace))) == [grace]


def test_a_member_keeps_the_name_that_the_provider_added_them_by(provider: Provider) -> None:
    ada, grace = provider.user("ada"), provider.user("grace")
    body = {"schemas": [GROUP], "displayName": "Analysts", "members": [{"value": ada["id"], "display": "Ada L."}]}
    group = provider.made("/Groups", body)
    assert group["members"][0]["display"] == "Ada L."
    operation = {
        "op": "add",
        "path": "members",
        "value": [{"value": ada["id"], "display": "A"}, {"value": grace["id"]}],
    }
    changed = provider.patch(f"/Groups/{group['id']}", operation)
    assert [each.get("display") for each in changed["members"]] == ["Ada L.", None]
    operation["value"] = [{"value": provider.user("alan")["id"], "display": "x" * 1025}]
    answer = provider.send("PATCH", f"/Groups/{group['id']}", {"schemas": [PATCH_OP], "Operations": [operation]})
    assert problem(answer) == (400, "invalidValue")


def test_all_members_are_removed(provider: Provider) -> None:
    group = provider.group("Analysts", provider.user("ada")["id"], provider.user("grace")["id"])
    assert member_ids(provider.patch(f"/Groups/{group['id']}", {"op": "remove", "path": "members"})) == []


def test_a_patch_answers_with_nothing_but_the_version(provider: Provider) -> None:
    group = provider.group("Analysts")
    body = {"schemas": [PATCH_OP], "Operations": [add(provider.user("ada")["id"])]}
    answer = provider.send("PATCH", f"/Groups/{group['id']}", body)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["ETag"] == provider.get(f"/Groups/{group['id']}")["meta"]["version"]


def test_a_patch_answers_with_attributes_that_are_asked_for(provider: Provider) -> None:
    group = provider.group("Analysts")
    body = {"schemas": [PATCH_OP], "Operations": [{"op": "replace", "path": "displayName", "value": "Thinkers"}]}
    answer = provider.send("PATCH", f"/Groups/{group['id']}?attributes=displayName", body)
    assert answer.status_code == 200
    assert answer.json == {"schemas": [GROUP], "id": group["id"], "displayName": "Thinkers"}


def test_a_user_who_is_not_there_makes_the_whole_patch_fail(provider: Provider) -> None:
    ada = provider.user("ada")
    group = provider.group("Analysts")
    nobody = ada["id"][:-4] + "0000"
    body = {
        "schemas": [PATCH_OP],
        "Operations": [{"op": "replace", "path": "displayName", "value": "Thinkers"}, add(ada["id"]), add(nobody)],
    }
    assert problem(provider.send("PATCH", f"/Groups/{group['id']}", body)) == (400, "invalidValue")
    assert provider.get(f"/Groups/{group['id']}") == group


def test_a_group_with_a_member_who_is_not_there_is_not_made(provider: Provider) -> None:
    nobody = provider.user("ada")["id"][:-4] + "0000"
    body = {"schemas": [GROUP], "displayName": "Analysts", "members": [{"value": nobody}]}
    assert problem(provider.send("POST", "/Groups", body)) == (400, "invalidValue")
    assert provider.names("/Groups") == []


def test_groups_are_no_members(provider: Provider) -> None:
    inner = provider.group("Inner")
    outer = {"schemas": [GROUP], "displayName": "Outer", "members": [{"value": inner["id"], "type": "Group"}]}
    assert problem(provider.send("POST", "/Groups", outer)) == (400, "invalidValue")


def test_a_replacement_sets_name_and_members(provider: Provider) -> None:
    ada, grace = provider.user("ada"), provider.user("grace")
    group = provider.group("Analysts", ada["id"])
    body = {"schemas": [GROUP], "displayName": "Thinkers", "members": [{"value": grace["id"]}]}
    answer = provider.send("PUT", f"/Groups/{group['id']}", body)
    assert answer.status_code == 200
    after = provider.get(f"/Groups/{group['id']}")
    assert answer.json == after
    assert (after["displayName"], member_ids(after)) == ("Thinkers", [grace["id"]])


def test_group_names_are_unique_whatever_their_case(provider: Provider) -> None:
    provider.group("Analysts")
    body = {"schemas": [GROUP], "displayName": "ANALYSTS"}
    assert problem(provider.send("POST", "/Groups", body)) == (409, "uniqueness")


def test_a_version_counts_members_that_others_add(provider: Provider, installation: Installation) -> None:
    ada, group = provider.user("ada"), provider.group("Analysts")
    identitystore = installation.client("identitystore")
    store_id = installation.instance.identity_store_id
    made = identitystore.create_group_membership(
        IdentityStoreId=store_id, GroupId=group["id"], MemberId={"UserId": ada["id"]}
    )
    after = provider.get(f"/Groups/{group['id']}")
    assert after["meta"]["version"] != group["meta"]["version"]
    identitystore.delete_group_membership(IdentityStoreId=store_id, MembershipId=made["MembershipId"])
    assert provider.get(f"/Groups/{group['id']}")["meta"]["version"] not in {
        after["meta"]["version"],
        group["meta"]["version"],
    }


def test_versions_guard_changes_of_members(provider: Provider) -> None:
    ada, group = provider.user("ada"), provider.group("Analysts")
    body = {"schemas": [PATCH_OP], "Operations": [add(ada["id"])]}
    path, version = f"/Groups/{group['id']}", group["meta"]["version"]
    assert provider.send("PATCH", path, body, if_match=version).status_code == 204
    assert problem(provider.send("PATCH", path, body, if_match=version)) == (412, None)


def test_members_need_not_be_shown(provider: Provider) -> None:
    group = provider.group("Analysts", provider.user("ada")["id"])
    assert "members" not in provider.get(f"/Groups/{group['id']}?excludedAttributes=members")
    assert "members" not in provider.get("/Groups?excludedAttributes=members")["Resources"][0]


def test_a_page_of_large_groups_is_short(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many members groups have, a list of them stays bounded, and nothing is left out."""
    monkeypatch.setattr("gatepost.doors.scim.groups.MOST_MEMBERS", 3)
    people = sorted(provider.user(name)["id"] for name in ("ada", "alan", "grace", "edsger"))
    names = {f"Group {size}": people[:size] for size in (2, 1, 4, 0)}
    for name, wanted in names.items():
        provider.group(name, *wanted)

    pages, start = [], 1
    while (page := provider.get(f"/Groups?startIndex={start}"))["Resources"]:
        assert (page["totalResults"], page["itemsPerPage"]) == (4, len(page["Resources"]))
        pages.append({each["displayName"]: sorted(member_ids(each)) for each in page["Resources"]})
        start += page["itemsPerPage"]
    assert [list(each) for each in pages] == [["Group 2", "Group 1"], ["Group 4"], ["Group 0"]]
    assert {name: ids for page in pages for name, ids in page.items()} == names

    first = provider.get("/Groups?cursor=")
    second = provider.get(f"/Groups?cursor={first['nextCursor']}")
    assert [each["displayName"] for each in second["Resources"]] == ["Group 4"]
    assert len(provider.get("/Groups?excludedAttributes=members")["Resources"]) == 4
    assert [each["displayName"] for each in provider.get("?startIndex=6")["Resources"]] == ["Group 2", "Group 1"]


def test_ten_thousand_members_at_once(provider: Provider, installation: Installation) -> None:
    """More users than anybody wants to make by requests: they are put into the database."""
    user_ids = _many_users(installation, 10_000)
    group = provider.group("Everybody")
    body = {"schemas": [PATCH_OP], "Operations": [add(*user_ids)]}
    answer = provider.send("PATCH", f"/Groups/{group['id']}", body)
    assert answer.status_code == 204
    assert len(provider.get(f"/Groups/{group['id']}")["members"]) == 10_000
    removal: Json = {"schemas": [PATCH_OP], "Operations": [{"op": "remove", "path": "members"}]}
    assert provider.send("PATCH", f"/Groups/{group['id']}", removal).status_code == 204
    assert "members" not in provider.get(f"/Groups/{group['id']}")


def test_the_quota_of_groups_holds_for_many_at_once(provider: Provider, installation: Installation) -> None:
    quota = installation.runtime.settings.quota_groups_of_user
    ada, store_id = provider.user("ada"), installation.instance.identity_store_id
    groups = [provider.group(f"Group {number}") for number in range(2)]
    _join_many(installation, ada["id"], quota - 1)
    body = {"schemas": [PATCH_OP], "Operations": [add(ada["id"])]}
    assert provider.send("PATCH", f"/Groups/{groups[0]['id']}", body).status_code == 204
    assert problem(provider.send("PATCH", f"/Groups/{groups[1]['id']}", body)) == (403, None)
    assert store_id


def _many_users(installation: Installation, count: int) -> list[str]:
    from dataclasses import replace

    from gatepost.core.directory import store
    from gatepost.core.directory.model import UserAttributes

    entropy, store_id = installation.runtime.entropy, installation.instance.identity_store_id
    made = [ids.new_directory_id(entropy, store_id) for _ in range(count)]

    def insert(tx: Any) -> None:
        people = [
            replace(
                installation.admin,
                user_id=user_id,
                user_name=f"user{number}",
                display_name=f"user{number}",
                attributes=UserAttributes(user_name=f"user{number}"),
            )
            for number, user_id in enumerate(made)
        ]
        store.insert_users(tx, people)

    installation.runtime.database.write(insert)
    return made


def _join_many(installation: Installation, user_id: str, count: int) -> None:
    from gatepost.core.directory import store
    from gatepost.core.directory.model import Group, GroupAttributes

    entropy, store_id, now = (
        installation.runtime.entropy,
        installation.instance.identity_store_id,
        installation.runtime.clock.now(),
    )

    def insert(tx: Any) -> None:
        for number in range(count):
            name, group_id = f"Filler {number}", ids.new_directory_id(entropy, store_id)
            store.insert_group(
                tx, Group(group_id, store_id, name, GroupAttributes(name), 1, now, "tests", now, "tests")
            )
            membership_id = ids.new_directory_id(entropy, store_id)
            insert_memberships(tx, [Membership(membership_id, store_id, group_id, user_id, now, "tests")])

    installation.runtime.database.write(insert)
