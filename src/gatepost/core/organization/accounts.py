"""Member accounts: made on request by a job, moved between units, listed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from gatepost.core.audit.model import EventDraft
from gatepost.core.call import Call
from gatepost.core.iam import roles
from gatepost.core.organization import organizations, store, units
from gatepost.core.organization.model import (
    DEFAULT_ROLE_NAME,
    Account,
    CreateAccountStatus,
    Organization,
    OrganizationalUnit,
    RequestState,
    is_account_email,
)
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, Invalid, NotFound
from gatepost.kit.paging import Page, PageRequest

EVENT_SOURCE = "organizations.amazonaws.com"
ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
_SERVICE_LINKED_PREFIX = "AWSServiceRoleFor"

find_account = store.find_account


def create_management(call: Call, *, name: str, email: str, account_id: str | None = None) -> Organization:
    """Make the organisation around its management account; `account_id` is twelve digits, drawn where none is given."""
    chosen = account_id or ids.new_account_id(call.entropy)
    if not ids.ACCOUNT_ID.fullmatch(chosen):
        raise Invalid("An account id is twelve digits.")
    return organizations.create(call, account_id=chosen, account_name=name, email=email)


def get(call: Call, account_id: str) -> Account:
    """Return a member account (DescribeAccount)."""
    account = store.find_account(call.tx, account_id)
    if account is None:
        raise NotFound("You specified an account that doesn't exist.", reason="AccountNotFoundException")
    return account


def list_accounts(call: Call, page: PageRequest) -> Page[Account]:
    """Return every account of the organisation (ListAccounts)."""
    return store.list_accounts(call.tx, page)


def find_parent(call: Call, child_id: str) -> OrganizationalUnit:
    """Return what holds an account or a unit (ListParents)."""
    child = store.find_account(call.tx, child_id) or store.find_unit(call.tx, child_id)
    parent = child and child.parent_id and store.find_unit(call.tx, child.parent_id)
    if not parent:
        raise NotFound(
            "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
            reason="ChildNotFoundException",
        )
    return parent


def move_account(call: Call, account_id: str, *, source_id: str, destination_id: str) -> None:
    """Put an account under another parent (MoveAccount)."""
    account = get(call, account_id)
    units.get_parent(call, source_id, reason="SourceParentNotFoundException")
    units.get_parent(call, destination_id, reason="DestinationParentNotFoundException")
    if account.parent_id == destination_id:
        raise Conflict(
            "That account is already present in the specified destination.", reason="DuplicateAccountException"
        )
    if not store.move_account(call.tx, account_id, source_id, destination_id):
        raise NotFound(
            "The account is not in the source parent that you specified.", reason="SourceParentNotFoundException"
        )


def request_creation(
    call: Call, *, name: str, email: str, role_name: str | None = None, tags: Mapping[str, str] | None = None
) -> CreateAccountStatus:
    """Ask for a new account (CreateAccount): the job "create-account" makes it, and the status tells how that went."""
    role_name = role_name or DEFAULT_ROLE_NAME
    if role_name.startswith(_SERVICE_LINKED_PREFIX):
        raise Invalid(
            f"A role name can't begin with the reserved prefix {_SERVICE_LINKED_PREFIX}.",
            reason="INVALID_ROLE_NAME",
        )
    request_id = ids.new_account_request_id(call.entropy)
    status = CreateAccountStatus(request_id, name, email, role_name, tags or {}, "IN_PROGRESS", call.now)
    store.insert_request(call.tx, status)
    call.enqueue("create-account", {"request_id": request_id})
    return status


def create_requested(call: Call, payload: Mapping[str, Any]) -> None:
    """Make the account of a request, with the role by which the management account administers it; or say why not."""
    status = get_creation(call, payload["request_id"])
    if status.state != "IN_PROGRESS":
        return
    ended = _create(call, status)
    store.complete_request(call.tx, ended)
    call.more_events.append(_result_event(ended, organizations.get(call)))


def get_creation(call: Call, request_id: str) -> CreateAccountStatus:
    """Return a request for an account (DescribeCreateAccountStatus)."""
    status = store.find_request(call.tx, request_id)
    if status is None:
        raise NotFound(
            "We can't find a create account request with the CreateAccountRequestId that you specified.",
            reason="CreateAccountStatusNotFoundException",
        )
    return status


def list_creations(call: Call, page: PageRequest, states: Sequence[str] = ()) -> Page[CreateAccountStatus]:
    """Return the requests for accounts, of some states or of all (ListCreateAccountStatus)."""
    return store.list_requests(call.tx, states or get_args(RequestState), page)


def _create(call: Call, status: CreateAccountStatus) -> CreateAccountStatus:
    """Return the request as it ended."""
    if not is_account_email(status.email):
        return replace(status, state="FAILED", completed_at=call.now, failure_reason="INVALID_EMAIL")
    organization, root = organizations.get(call), organizations.get_root(call)
    account = Account(
        account_id=ids.new_account_id(call.entropy),
        name=status.account_name,
        email=status.email,
        status="ACTIVE",
        parent_id=root.unit_id,
        joined_method="CREATED",
        joined_at=call.now,
        tags=status.tags,
        unit_path=root.path,
    )
    if not store.insert_account(call.tx, account):
        return replace(status, state="FAILED", completed_at=call.now, failure_reason="EMAIL_ALREADY_EXISTS")
    roles.create_role(
        call,
        account.account_id,
        name=status.role_name,
        trust_policy=roles.trust_account(organization.management_account_id),
        attached=[ADMINISTRATOR_ACCESS],
    )
    return replace(status, state="SUCCEEDED", completed_at=call.now, account_id=account.account_id)


def _result_event(status: CreateAccountStatus, organization: Organization) -> EventDraft:
    """Return the event by which CloudTrail tells that an account is there, or why not."""
    details = {
        "id": status.request_id,
        "state": status.state,
        "accountId": status.account_id,
        "failureReason": status.failure_reason,
    }
    known = {name: value for name, value in details.items() if value is not None}
    return EventDraft(
        "CreateAccountResult",
        EVENT_SOURCE,
        type="AwsServiceEvent",
        account_id=organization.management_account_id,
        service_details={"createAccountStatus": known},
    )
