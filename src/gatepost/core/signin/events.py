"""The events of a sign-in: what they tell of its step, and of somebody who is not signed in yet."""

from typing import Final, Literal

from gatepost.core.audit.model import HIDDEN, EventDraft
from gatepost.core.directory.model import User
from gatepost.core.instances.model import Instance
from gatepost.core.signin.model import Factor, Flow

EVENT_SOURCE: Final = "signin.amazonaws.com"

Verdict = Literal["Success", "Failure"]


def describe(
    event: EventDraft, flow: Flow, instance: Instance, user: User | None, outcome: Verdict, *factors: Factor
) -> None:
    """Give a sign-in event the fields that CloudTrail has for it ("Understanding IAM Identity Center sign-in events").

    `factors` are those that it is about, the password where none is named.
    """
    describe_person(event, instance, user)
    kinds = ",".join(factors or (Factor.PASSWORD,))
    event.additional |= {"AuthWorkflowID": flow.flow_id, "CredentialType": kinds}
    event.service_details[event.name] = outcome


def describe_person(event: EventDraft, instance: Instance, user: User | None) -> None:
    """Say in an event of somebody who is not signed in yet who it is; what was typed as a name stands in none."""
    event.type = "AwsServiceEvent"
    event.account_id = instance.owner_account_id
    event.user_name = user.user_name if user else None
    # What was typed where a name belongs may be a password.
    event.user_identity = {"type": "Unknown", "accountId": instance.owner_account_id, "userName": HIDDEN}
    if user is not None:
        event.user_identity = {
            "type": "IdentityCenterUser",
            "accountId": instance.owner_account_id,
            "onBehalfOf": {"userId": user.user_id, "identityStoreArn": instance.identity_store_arn},
        }
