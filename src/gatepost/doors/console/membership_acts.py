"""What can be done with a membership, from either of its ends: the group's page and the user's."""

from collections.abc import Mapping

from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.model import Group, User
from gatepost.core.provisioning import keeping
from gatepost.doors.console import acts
from gatepost.doors.console.question import Question
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


def ends_of(visit: Visit, membership_id: str) -> tuple[Group, User]:
    """Return group and user of a membership that may be ended; Conflict where an identity provider keeps it in step."""
    visit.require(acts.DELETE_MEMBERSHIP, *_on(visit, membership_id))

    def do(call: Call) -> tuple[Group, User]:
        membership = memberships.get(call, visit.store_id, membership_id)
        group = groups.get(call, visit.store_id, membership.group_id)
        keeping.require_not_kept(call, group)
        return group, users.get(call, visit.store_id, membership.user_id)

    on, parameters = _on(visit, membership_id), _parameters(visit, membership_id)
    return visit.perform(acts.DESCRIBE_MEMBERSHIP, do, on=on, parameters=parameters)


def leaving(group: Group, user: User, back: str, back_words: str) -> Question:
    """Return the question before a user is taken out of a group."""
    return Question(
        does=f"Remove {user.display_name} from {group.display_name}",
        facts={"User name": user.user_name},
        follows=(
            "They lose the accounts, roles and applications that the group opens, unless something else opens those to them.",
            "Credentials that they have already work until they end.",
        ),
        back=back,
        back_words=back_words,
    )


def end(visit: Visit, membership_id: str) -> None:
    """Take a user out of a group; Conflict where an identity provider keeps the group in step."""
    visit.form()

    def do(call: Call) -> None:
        membership = memberships.get(call, visit.store_id, membership_id)
        keeping.require_not_kept(call, groups.get(call, visit.store_id, membership.group_id))
        memberships.delete(call, identity_store_id=visit.store_id, membership_id=membership_id)

    on, parameters = _on(visit, membership_id), _parameters(visit, membership_id)
    visit.perform(acts.DELETE_MEMBERSHIP, do, on=on, parameters=parameters)


def _on(visit: Visit, membership_id: str) -> tuple[str, ...]:
    return visit.store_arn, arns.identity_store_membership(membership_id)


def _parameters(visit: Visit, membership_id: str) -> dict[str, object]:
    return {"identityStoreId": visit.store_id, "membershipId": membership_id}
