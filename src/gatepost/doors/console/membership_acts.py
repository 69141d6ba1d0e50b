"""What can be done with a membership, from either of its ends: the group's page and the user's."""

from collections.abc import Mapping

from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships
from gatepost.core.provisioning import keeping
from gatepost.doors.console import acts
from gatepost.doors.console.visit import Visit
from gatepost.kit import arns


def begin(visit: Visit, group_id: str, user_id: str, once: str) -> None:
    """Put a user into a group; Conflict where they are in it, or where an identity provider keeps the group in step."""

    def do(call: Call) -> Mapping[str, str]:
        keeping.require_not_kept(call, groups.get(call, visit.store_id, group_id))
        made = memberships.create(call, identity_store_id=visit.store_id, group_id=group_id, user_id=user_id)
        return {"membership_id": made.membership_id}

    parameters = {"identityStoreId": visit.store_id, "groupId": group_id, "memberId": {"userId": user_id}}
    on = (visit.store_arn, arns.identity_store_group(group_id), arns.identity_store_user(user_id))
    visit.perform(acts.CREATE_MEMBERSHIP, do, on=on, parameters=parameters, once=once)


def end(visit: Visit, membership_id: str) -> None:
    """Take a user out of a group; Conflict where an identity provider keeps the group in step."""
    visit.form()

    def do(call: Call) -> None:
        membership = memberships.get(call, visit.store_id, membership_id)
        keeping.require_not_kept(call, groups.get(call, visit.store_id, membership.group_id))
        memberships.delete(call, identity_store_id=visit.store_id, membership_id=membership_id)

    visit.perform(
        acts.DELETE_MEMBERSHIP,
        do,
        on=(visit.store_arn, arns.identity_store_membership(membership_id)),
        parameters={"identityStoreId": visit.store_id, "membershipId": membership_id},
    )
