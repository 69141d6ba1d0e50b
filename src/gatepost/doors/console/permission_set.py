"""One permission set: its policies, how long its sessions last, and the accounts that have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import customer_managed_policies, permission_sets, policies, provisioning
from gatepost.core.access.model import CustomerManagedPolicyReference, PermissionsBoundary, PermissionSet
from gatepost.core.authz.managed import ManagedPolicy, find_managed, list_managed
from gatepost.core.call import Call
from gatepost.core.organization import tree
from gatepost.core.tagging import tags
from gatepost.doors.console import acts, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.permission_sets import SETS
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Looked, Visit
from gatepost.kit import arns
from gatepost.kit.paging import PageRequest
from gatepost.web.dispatch import Route

PAGE: Final = f"{SETS}/<set_id>"
_ALL: Final = PageRequest(1000)
OUTDATED: Final = "LATEST_PERMISSION_SET_NOT_PROVISIONED"
ALLOWS_NO_MORE: Final = "What it alone allowed is not allowed any more."
_UNTIL_BROUGHT: Final = "Accounts that have the set keep it as it was until you bring them the change."


@dataclass(frozen=True, slots=True)
class Where:
    """An account that has the set; its role may be of an earlier state of the set."""

    account_id: str
    name: str
    is_outdated: bool


def routes(console: Console) -> list[Route]:
    """Return the set's page."""
    return [Route("GET", PAGE, console.page(show))]


def show(visit: Visit, set_id: str, *, status: int = 200, problem: str | None = None) -> Response:
    """Show a permission set, with a sentence about what did not work, if something did not."""
    found = describe(visit, set_id)
    attached = _attached(visit, set_id)
    names = attached.found or ()
    boundary = _boundary_of(visit, set_id)
    return visit.render(
        "permission_set.html",
        status=status,
        permission_set=found,
        attached=attached,
        addable=[policy for policy in list_managed() if policy.arn not in {each.arn for each in names}],
        inline=_inline(visit, set_id),
        references=_references_of(visit, set_id),
        boundary=boundary,
        boundary_name=_boundary_name(boundary.found),
        managed=list_managed(),
        tags=_tags_on(visit, set_id),
        where=_where(visit, set_id),
        problem=problem,
        denials={name: visit.denial(act, *on(visit, set_id)) for name, act in _ACTS.items()}
        | {name: visit.denial(act, on(visit, set_id)[1]) for name, act in _TAG_ACTS.items()},
    )


_ACTS: Final[dict[str, Act]] = {
    "change": acts.UPDATE_PERMISSION_SET,
    "delete": acts.DELETE_PERMISSION_SET,
    "attach": acts.ATTACH_MANAGED_POLICY,
    "detach": acts.DETACH_MANAGED_POLICY,
    "put": acts.PUT_INLINE_POLICY,
    "delete_inline": acts.DELETE_INLINE_POLICY,
    "attach_customer": acts.ATTACH_CUSTOMER_POLICY,
    "detach_customer": acts.DETACH_CUSTOMER_POLICY,
    "bound": acts.PUT_BOUNDARY,
    "unbound": acts.DELETE_BOUNDARY,
    "provision": acts.PROVISION_PERMISSION_SET,
    "assign": acts.CREATE_ASSIGNMENT,
}


_TAG_ACTS: Final[dict[str, Act]] = {"tag": acts.TAG, "untag": acts.UNTAG}


def ask(visit: Visit, set_id: str, thing: str, follows: str, sent: Mapping[str, str] | None = None) -> Response:
    """Ask before something is taken from a permission set's roles."""
    name = describe(visit, set_id).name
    does, back = f"Remove {thing} from {name}", f"{SETS}/{set_id}"
    return question.ask(visit, Question(does, (follows, _UNTIL_BROUGHT), back, name, sent or {}))


def describe(visit: Visit, set_id: str) -> PermissionSet:
    """Return a permission set, or raise NotFound."""
    instance_arn, set_arn = on(visit, set_id)
    return visit.perform(
        acts.DESCRIBE_PERMISSION_SET,
        lambda call: permission_sets.get(call, instance_arn, set_arn),
        on=(instance_arn, set_arn),
        parameters=parameters(visit, set_id),
    )


def on(visit: Visit, set_id: str) -> tuple[str, str]:
    """Return the ARNs that an act on a permission set is about: instance and set."""
    return visit.instance.arn, arns.permission_set(visit.instance.instance_id, set_id)


def parameters(visit: Visit, set_id: str) -> dict[str, object]:
    """Return them as an event shows them."""
    instance_arn, set_arn = on(visit, set_id)
    return {"instanceArn": instance_arn, "permissionSetArn": set_arn}


def _attached(visit: Visit, set_id: str) -> Looked[Sequence[ManagedPolicy]]:
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> Sequence[ManagedPolicy]:
        held = set(policies.list_managed(call, instance_arn, set_arn, _ALL).items)
        return [policy for policy in list_managed() if policy.arn in held]

    return visit.look(acts.LIST_MANAGED_POLICIES, do, on=(instance_arn, set_arn), parameters=parameters(visit, set_id))


def _inline(visit: Visit, set_id: str) -> Looked[str]:
    instance_arn, set_arn = on(visit, set_id)
    return visit.look(
        acts.GET_INLINE_POLICY,
        lambda call: policies.get_inline(call, instance_arn, set_arn),
        on=(instance_arn, set_arn),
        parameters=parameters(visit, set_id),
    )


def _where(visit: Visit, set_id: str) -> Looked[Sequence[Where]]:
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> Sequence[Where]:
        listed = [
            set(
                provisioning.list_accounts(
                    call, instance_arn=instance_arn, permission_set_arn=set_arn, status=status, page=_ALL
                ).items
            )
            for status in (None, OUTDATED)
        ]
        everywhere, outdated = listed
        names = {account.account_id: account.name for account in tree.list_accounts(call)}
        found = [Where(each, names.get(each, each), each in outdated) for each in everywhere]
        return sorted(found, key=lambda each: (each.name.casefold(), each.account_id))

    return visit.look(
        acts.LIST_PROVISIONED_ACCOUNTS, do, on=(instance_arn, set_arn), parameters=parameters(visit, set_id)
    )


def _references_of(visit: Visit, set_id: str) -> Looked[Sequence[CustomerManagedPolicyReference]]:
    """Return the customer managed policies that each account is to have."""
    return visit.look(
        acts.LIST_CUSTOMER_POLICIES,
        lambda call: customer_managed_policies.list_references(call, *on(visit, set_id), _ALL).items,
        on=on(visit, set_id),
        parameters=parameters(visit, set_id),
    )


def _boundary_of(visit: Visit, set_id: str) -> Looked[PermissionsBoundary | None]:
    """Return the set's boundary, if it has one."""
    return visit.look(
        acts.GET_BOUNDARY,
        lambda call: permission_sets.get(call, *on(visit, set_id)).permissions_boundary,
        on=on(visit, set_id),
        parameters=parameters(visit, set_id),
    )


def _boundary_name(boundary: PermissionsBoundary | None) -> str | None:
    """Return how people read a boundary: an AWS managed policy by its name, another by path and name."""
    if isinstance(boundary, str):
        known = find_managed(boundary)
        return boundary if known is None else known.name
    return None if boundary is None else f"{boundary.path}{boundary.name}"


def _tags_on(visit: Visit, set_id: str) -> Looked[Sequence[tuple[str, str]]]:
    """Return the set's tags by key."""
    _, set_arn = on(visit, set_id)
    return visit.look(
        acts.LIST_TAGS,
        lambda call: tags.list_of(call, set_arn, _ALL).items,
        on=(set_arn,),
        parameters={"resourceArn": set_arn},
    )
