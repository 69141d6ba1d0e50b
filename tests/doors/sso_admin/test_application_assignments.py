"""boto3: who may use an application."""

from typing import Any

import pytest

from tests.doors.sso_admin.applications import UNKNOWN_APPLICATION, UNKNOWN_INSTANCE, application
from tests.doors.sso_admin.conftest import Admin

NOBODY = "0123456789-00000000-0000-4000-8000-000000000000"


def named(application_arn: str, principal_id: str, principal_type: str = "USER") -> dict[str, str]:
    return {"ApplicationArn": application_arn, "PrincipalId": principal_id, "PrincipalType": principal_type}


def of_principal(admin: Admin, principal_id: str, principal_type: str = "USER", **members: Any) -> list[Any]:
    return admin.pages(
        "list_application_assignments_for_principal",
        "ApplicationAssignments",
        PrincipalId=principal_id,
        PrincipalType=principal_type,
        **members,
    )


def of_application(admin: Admin, application_arn: str) -> list[Any]:
    pages = admin.sso.get_paginator("list_application_assignments").paginate(
        ApplicationArn=application_arn, PaginationConfig={"PageSize": 2}
    )
    return [item for page in pages for item in page["ApplicationAssignments"]]


def test_an_assignment_comes_and_goes(admin: Admin) -> None:
    arn, user_id, group_id = application(admin), admin.user("ada"), admin.group("team")
    for assignment in (named(arn, user_id), named(arn, group_id, "GROUP")):
        admin.sso.create_application_assignment(**assignment)
        found = admin.sso.describe_application_assignment(**assignment)
        assert {name: found[name] for name in assignment} == assignment
    assert len(of_application(admin, arn)) == 2
    admin.sso.delete_application_assignment(**named(arn, user_id))
    assert of_application(admin, arn) == [named(arn, group_id, "GROUP")]
    not_found = admin.sso.exceptions.ResourceNotFoundException
    with pytest.raises(not_found, match="Could not find an assignment"):
        admin.sso.describe_application_assignment(**named(arn, user_id))
    with pytest.raises(not_found, match="Could not find an assignment"):
        admin.sso.delete_application_assignment(**named(arn, user_id))


def test_a_second_assignment_of_the_same_is_a_conflict(admin: Admin) -> None:
    arn, user_id = application(admin), admin.user("ada")
    admin.sso.create_application_assignment(**named(arn, user_id))
    with pytest.raises(admin.sso.exceptions.ConflictException, match="already assigned"):
        admin.sso.create_application_assignment(**named(arn, user_id))


def test_what_does_not_exist_is_not_found(admin: Admin) -> None:
    arn, user_id, group_id = application(admin), admin.user("ada"), admin.group("team")
    not_found = admin.sso.exceptions.ResourceNotFoundException
    for assignment in (
        named(arn, NOBODY),
        named(arn, NOBODY, "GROUP"),
        named(arn, user_id, "GROUP"),
        named(arn, group_id, "USER"),
        named(UNKNOWN_APPLICATION, user_id),
    ):
        with pytest.raises(not_found, match="Could not find"):
            admin.sso.create_application_assignment(**assignment)
        with pytest.raises(not_found):
            admin.sso.describe_application_assignment(**assignment)
        with pytest.raises(not_found):
            admin.sso.delete_application_assignment(**assignment)
    with pytest.raises(not_found):
        of_application(admin, UNKNOWN_APPLICATION)
    with pytest.raises(not_found, match="Could not find USER"):
        of_principal(admin, NOBODY)
    with pytest.raises(not_found, match="Instance"):
        admin.sso.list_application_assignments_for_principal(
            InstanceArn=UNKNOWN_INSTANCE, PrincipalId=user_id, PrincipalType="USER"
        )
    with pytest.raises(not_found, match="Application"):
        of_principal(admin, user_id, Filter={"ApplicationArn": UNKNOWN_APPLICATION})


def test_a_user_has_what_their_groups_have(admin: Admin) -> None:
    wiki, library, mail = (application(admin, name) for name in ("Wiki", "Library", "Mail"))
    user_id = admin.user("ada")
    group_id, other_id = admin.group("team", user_id), admin.group("others", admin.user("bob"))
    admin.sso.create_application_assignment(**named(wiki, user_id))
    admin.sso.create_application_assignment(**named(wiki, group_id, "GROUP"))
    admin.sso.create_application_assignment(**named(library, group_id, "GROUP"))
    admin.sso.create_application_assignment(**named(mail, other_id, "GROUP"))
    mine = [named(wiki, user_id), named(wiki, group_id, "GROUP"), named(library, group_id, "GROUP")]

    def in_order(found: list[Any]) -> list[tuple[str, ...]]:
        return sorted(tuple(each.values()) for each in found)

    assert in_order(of_principal(admin, user_id)) == in_order(mine)
    assert in_order(of_principal(admin, group_id, "GROUP")) == in_order(mine[1:])
    assert of_principal(admin, user_id, Filter={"ApplicationArn": library}) == [named(library, group_id, "GROUP")]
    assert of_principal(admin, user_id, Filter={"ApplicationArn": mail}) == []


def test_with_the_principal_or_the_application_go_the_assignments(admin: Admin) -> None:
    arn, user_id, group_id = application(admin), admin.user("ada"), admin.group("team")
    other_id, library = admin.user("bob"), application(admin, "Library")
    for assignment in (named(arn, user_id), named(arn, group_id, "GROUP"), named(arn, other_id)):
        admin.sso.create_application_assignment(**assignment)
    admin.sso.create_application_assignment(**named(library, other_id))
    directory = admin.installation.client("identitystore")
    directory.delete_user(IdentityStoreId=admin.identity_store_id, UserId=user_id)
    directory.delete_group(IdentityStoreId=admin.identity_store_id, GroupId=group_id)
    assert of_application(admin, arn) == [named(arn, other_id)]
    admin.sso.delete_application(ApplicationArn=arn)
    assert of_principal(admin, other_id) == [named(library, other_id)]


def test_everybody_may_be_let_in(admin: Admin) -> None:
    arn = application(admin)
    assert admin.sso.get_application_assignment_configuration(ApplicationArn=arn)["AssignmentRequired"] is True
    admin.sso.put_application_assignment_configuration(ApplicationArn=arn, AssignmentRequired=False)
    assert admin.sso.get_application_assignment_configuration(ApplicationArn=arn)["AssignmentRequired"] is False
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.get_application_assignment_configuration(ApplicationArn=UNKNOWN_APPLICATION)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.put_application_assignment_configuration(ApplicationArn=UNKNOWN_APPLICATION, AssignmentRequired=True)
