"""Makes CloudTrail records (the event record contents of AWS CloudTrail, version 1.11) out of calls."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gatepost.core.ask import Ask
from gatepost.core.audit.model import EVENT_VERSION, Event, EventDraft, Resource
from gatepost.kit.errors import Problem

_RESOURCE_TYPES = {
    "instance": "AWS::SSO::Instance",
    "permissionSet": "AWS::SSO::PermissionSet",
    "application": "AWS::SSO::Application",
    "applicationProvider": "AWS::SSO::ApplicationProvider",
    "trustedTokenIssuer": "AWS::SSO::TrustedTokenIssuer",
    "account": "AWS::Organizations::Account",
    "identitystore": "AWS::IdentityStore::IdentityStore",
    "role": "AWS::IAM::Role",
    "user": "AWS::IAM::User",
    "group": "AWS::IdentityStore::Group",
    "membership": "AWS::IdentityStore::GroupMembership",
}


def event_of(
    ask: Ask, draft: EventDraft, now: datetime, event_id: str, *, answer: Any = None, problem: Problem | None = None
) -> Event:
    """Return the event of a call as it ended: with an answer, or with a problem, whose code is in the door's words."""
    identity = draft.user_identity or ask.actor.user_identity()
    account_id = draft.account_id or ask.owner_account_id or ask.actor.account_id or ask.recipient_account_id
    resources = (*draft.resources, *(Resource.named(_resource_type(arn), arn) for arn in ask.resources))
    body: dict[str, Any] = {
        "eventVersion": EVENT_VERSION,
        "userIdentity": identity,
        "eventTime": f"{now.isoformat(timespec='seconds')[:19]}Z",  # a third of strftime's cost
        "eventSource": draft.source,
        "eventName": draft.name,
        "awsRegion": ask.client.region,
        "sourceIPAddress": ask.client.address,
        "userAgent": ask.client.user_agent,
        **_outcome(ask, answer, problem),
        "requestID": ask.client.request_id,
        "eventID": event_id,
        "readOnly": not ask.writes,
        "eventType": draft.type,
        "managementEvent": True,
        "recipientAccountId": account_id,
        "eventCategory": "Management",
        **_optional(draft, resources, account_id),
    }
    user_name = draft.user_name or ask.actor.user_name
    return Event(
        event_id=event_id,
        account_id=account_id,
        time=now,
        name=draft.name,
        source=draft.source,
        read_only=not ask.writes,
        user_name=user_name,
        access_key_id=ask.actor.access_key_id,
        resources=resources,
        body=body,
    )


def _outcome(ask: Ask, answer: Any, problem: Problem | None) -> Mapping[str, Any]:
    elements: Mapping[str, Any] | None = None
    if answer is not None and ask.writes and ask.response_elements is not None:
        elements = ask.response_elements(answer)
    outcome: dict[str, Any] = {"requestParameters": ask.parameters, "responseElements": elements}
    if problem is not None:
        outcome |= {"errorCode": ask.error_code(problem), "errorMessage": problem.message}
    return outcome


def _optional(draft: EventDraft, resources: Sequence[Resource], account_id: str) -> Mapping[str, Any]:
    optional: dict[str, Any] = {}
    if draft.additional:
        optional["additionalEventData"] = draft.additional
    if draft.service_details:
        optional["serviceEventDetails"] = draft.service_details
    if resources:
        optional["resources"] = [{"accountId": account_id, "type": each.type, "ARN": each.name} for each in resources]
    return optional


def _resource_type(arn: str) -> str:
    resource = arn.split(":", 5)[-1]
    service = arn.split(":", 3)[2] if arn.startswith("arn:") else ""
    if service == "identitystore" and resource.startswith("user/"):
        return "AWS::IdentityStore::User"
    return _RESOURCE_TYPES.get(resource.partition("/")[0], "AWS::SSO::Resource")
