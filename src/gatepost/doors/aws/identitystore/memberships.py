"""Operations on memberships."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.directory import memberships
from gatepost.doors.aws.identitystore import identifiers, views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest


@writes(on="IdentityStoreId GroupId MemberId")
def create_group_membership(
    call: Call, *, identity_store_id: str, group_id: str, member_id: dict[str, Any]
) -> dict[str, Any]:
    membership = memberships.create(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        group_id=identifiers.group_id(group_id),
        user_id=identifiers.member_user_id(member_id),
    )
    return views.membership_key(membership)


@reads(on="IdentityStoreId MembershipId")
def describe_group_membership(call: Call, *, identity_store_id: str, membership_id: str) -> dict[str, Any]:
    store_id = identifiers.identity_store_id(call, identity_store_id)
    return views.membership(memberships.get(call, store_id, identifiers.membership_id(membership_id)))


@reads(on="IdentityStoreId GroupId")
def list_group_memberships(
    call: Call, *, page: PageRequest, identity_store_id: str, group_id: str
) -> Page[dict[str, Any]]:
    store_id = identifiers.identity_store_id(call, identity_store_id)
    return memberships.list_of_group(call, store_id, identifiers.group_id(group_id), page).map(views.membership)


@reads(on="IdentityStoreId MemberId")
def list_group_memberships_for_member(
    call: Call, *, page: PageRequest, identity_store_id: str, member_id: dict[str, Any]
) -> Page[dict[str, Any]]:
    store_id = identifiers.identity_store_id(call, identity_store_id)
    found = memberships.list_of_user(call, store_id, identifiers.member_user_id(member_id), page)
    return found.map(views.membership)


@reads(on="IdentityStoreId GroupId MemberId")
def get_group_membership_id(
    call: Call, *, identity_store_id: str, group_id: str, member_id: dict[str, Any]
) -> dict[str, Any]:
    membership = memberships.get_between(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        group_id=identifiers.group_id(group_id),
        user_id=identifiers.member_user_id(member_id),
    )
    return views.membership_key(membership)


@reads(on="IdentityStoreId MemberId GroupIds")
def is_member_in_groups(
    call: Call, *, identity_store_id: str, member_id: dict[str, Any], group_ids: list[str]
) -> dict[str, Any]:
    user_id = identifiers.member_user_id(member_id)
    asked = [identifiers.group_id(each) for each in group_ids]
    answers = memberships.is_member(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        user_id=user_id,
        group_ids=asked,
    )
    results = zip(asked, answers, strict=True)
    return {
        "Results": [
            {"GroupId": group_id, "MemberId": {"UserId": user_id}, "MembershipExists": exists}
            for group_id, exists in results
        ]
    }


@writes(on="IdentityStoreId MembershipId")
def delete_group_membership(call: Call, *, identity_store_id: str, membership_id: str) -> dict[str, Any]:
    memberships.delete(
        call,
        identity_store_id=identifiers.identity_store_id(call, identity_store_id),
        membership_id=identifiers.membership_id(membership_id),
    )
    return {}
