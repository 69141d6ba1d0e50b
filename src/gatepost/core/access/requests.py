"""Use cases of requests that jobs carry out: begin one, see how far it is, end it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from gatepost.core.access import store
from gatepost.core.access.model import Assignment, Operation, Request, RequestStatus
from gatepost.core.audit.model import EventDraft, Resource
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.kit import arns, ids
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate, Transaction

RETENTION = timedelta(days=90)
"""How long a request that has ended can be asked for."""

PROVISION_ASSIGNMENT = "provision-assignment"
PROVISION_PERMISSION_SET = "provision-permission-set"

_JOBS: Mapping[Operation, str] = {
    "CREATE_ASSIGNMENT": PROVISION_ASSIGNMENT,
    "DELETE_ASSIGNMENT": PROVISION_ASSIGNMENT,
    "PROVISION_PERMISSION_SET": PROVISION_PERMISSION_SET,
}
_EVENTS: Mapping[Operation, str] = {
    "CREATE_ASSIGNMENT": "CreateAccountAssignment",
    "DELETE_ASSIGNMENT": "DeleteAccountAssignment",
    "PROVISION_PERMISSION_SET": "ProvisionPermissionSet",
}


def begin_assignment(call: Call, instance_id: str, operation: Operation, assignment: Assignment) -> Request:
    """Record a request about an assignment and the job that carries it out; raise Conflict while another one runs."""
    request = Request(
        request_id=ids.new_uuid(call.entropy),
        instance_id=instance_id,
        operation=operation,
        status="IN_PROGRESS",
        permission_set_id=assignment.permission_set_id,
        account_id=assignment.account_id,
        principal_type=assignment.principal_type,
        principal_id=assignment.principal_id,
        created_at=call.now,
    )
    try:
        return _begin(call, request)
    except Duplicate:
        raise Conflict("There is a conflicting operation in process.") from None


def begin_provisioning(call: Call, instance_id: str, permission_set_id: str, account_id: str | None) -> Request:
    """Record a request to provision a permission set, in one account or wherever it is, and its job."""
    request = Request(
        request_id=ids.new_uuid(call.entropy),
        instance_id=instance_id,
        operation="PROVISION_PERMISSION_SET",
        status="IN_PROGRESS",
        permission_set_id=permission_set_id,
        account_id=account_id,
        principal_type=None,
        principal_id=None,
        created_at=call.now,
    )
    return _begin(call, request)


def get(call: Call, instance_arn: str, operation: Operation, request_id: str) -> Request:
    """Return a request of this kind (sso-admin Describe…Status), or raise NotFound."""
    instance = instances.require(call, instance_arn)
    request = store.requests.find_request(call.tx, request_id)
    if request is None or request.operation != operation or request.instance_id != instance.instance_id:
        raise NotFound(f"Could not find request with id {request_id}")
    return request


def list_of(
    call: Call, instance_arn: str, operation: Operation, status: RequestStatus | None, page: PageRequest
) -> Page[Request]:
    """List the requests of one kind, the newest first (sso-admin List…Status)."""
    instance = instances.require(call, instance_arn)
    return store.requests.list_requests(call.tx, instance.instance_id, operation, status, page)


def find_in_progress(call: Call, request_id: str) -> Request | None:
    """Return the request that a job is about, unless it has ended already."""
    request = store.requests.find_request(call.tx, request_id)
    return request if request is not None and request.status == "IN_PROGRESS" else None


def finish(call: Call, request: Request, failure_reason: str | None = None) -> None:
    """End a request, and leave an event that tells how."""
    store.requests.finish(call.tx, request.request_id, failure_reason)
    details = {"requestId": request.request_id, "status": "FAILED" if failure_reason else "SUCCEEDED"}
    if failure_reason:
        details["failureReason"] = failure_reason
    if request.principal_type and request.principal_id:
        details |= {"principalType": request.principal_type, "principalId": request.principal_id}
    resources = [Resource("AWS::SSO::PermissionSet", request.permission_set_arn)]
    if request.account_id:
        resources.append(Resource("AWS::Organizations::Account", arns.account(request.account_id)))
    call.more_events.append(
        EventDraft(
            _EVENTS[request.operation],
            "sso.amazonaws.com",
            type="AwsServiceEvent",
            account_id=instances.require(call, arns.instance(request.instance_id)).owner_account_id,
            service_details=details,
            resources=resources,
        )
    )


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget requests that ended longer ago than anybody asks for; return how many."""
    return store.requests.delete_finished(tx, now - RETENTION)


def _begin(call: Call, request: Request) -> Request:
    store.requests.insert_request(call.tx, request)
    call.enqueue(_JOBS[request.operation], {"request_id": request.request_id})
    return request
