"""What can be done with a membership, from either of its ends: the group's page and the user's."""

from gatepost.core.directory import memberships
from gatepost.doors.console import acts
from gatepost.doors.console.visit import Visit
from gatepost.kit import arns


def end(visit: Visit, membership_id: str) -> None:
    """Take a user out of a group."""
    visit.form()
    visit.perform(
        acts.DELETE_MEMBERSHIP,
        lambda call: memberships.delete(call, identity_store_id=visit.store_id, membership_id=membership_id),
        on=(visit.store_arn, arns.identity_store_membership(membership_id)),
        parameters={"identityStoreId": visit.store_id, "membershipId": membership_id},
    )
