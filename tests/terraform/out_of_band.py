"""What others do behind Terraform's back, by boto3: for each resource a change, and what a plan makes of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.journeys.company import Person
from tests.terraform.estate import Estate

Attributes = Mapping[str, Any]
Change = Callable[[Estate, Attributes], object]


@dataclass(frozen=True)
class Drift:
    """A change to one resource, and the action by which Terraform mends it."""

    change: Change
    action: str


DRIFTS: dict[str, Drift] = {}


def mended_by(action: str, address: str) -> Callable[[Change], Change]:
    """Register a function that changes the resource at `address`, whose attributes it gets."""

    def register(change: Change) -> Change:
        DRIFTS[address] = Drift(change, action)
        return change

    return register


def _set(resource: Attributes) -> dict[str, Any]:
    """Return the members that name the permission set that a resource is about."""
    arn = resource.get("permission_set_arn") or resource["arn"]
    return {"InstanceArn": resource["instance_arn"], "PermissionSetArn": arn}


# ------------------------------------------------------------------------------------------------------- directory


@mended_by("update", "aws_identitystore_user.ada")
def move_user(estate: Estate, user: Attributes) -> None:
    estate.client("identitystore").update_user(
        IdentityStoreId=user["identity_store_id"],
        UserId=user["user_id"],
        Operations=[
            {"AttributePath": "title", "AttributeValue": "Architect"},
            {"AttributePath": "name.middleName"},
            {"AttributePath": "phoneNumbers"},
            {"AttributePath": "emails", "AttributeValue": [{"value": "ada@elsewhere.example.com", "primary": True}]},
        ],
    )


@mended_by("create", "aws_identitystore_user.chandra")
def delete_user(estate: Estate, user: Attributes) -> None:
    estate.client("identitystore").delete_user(IdentityStoreId=user["identity_store_id"], UserId=user["user_id"])


@mended_by("update", "aws_identitystore_group.builders")
def describe_group(estate: Estate, group: Attributes) -> None:
    estate.client("identitystore").update_group(
        IdentityStoreId=group["identity_store_id"],
        GroupId=group["group_id"],
        Operations=[{"AttributePath": "description", "AttributeValue": "Those who watch"}],
    )


@mended_by("create", "aws_identitystore_group.guests")
def delete_group(estate: Estate, group: Attributes) -> None:
    estate.client("identitystore").delete_group(IdentityStoreId=group["identity_store_id"], GroupId=group["group_id"])


@mended_by("create", "aws_identitystore_group_membership.brian_reads")
def leave_group(estate: Estate, membership: Attributes) -> None:
    estate.client("identitystore").delete_group_membership(
        IdentityStoreId=membership["identity_store_id"], MembershipId=membership["membership_id"]
    )


# ------------------------------------------------------------------------------------------------- permission sets


@mended_by("update", "aws_ssoadmin_permission_set.builder")
def change_permission_set(estate: Estate, permission_set: Attributes) -> None:
    """Leave the relay state out, which an update takes away, and change the tags."""
    admin = estate.client("sso-admin")
    admin.update_permission_set(**_set(permission_set), Description="Anybody", SessionDuration="PT12H")
    named = {"InstanceArn": permission_set["instance_arn"], "ResourceArn": permission_set["arn"]}
    admin.tag_resource(**named, Tags=[{"Key": "team", "Value": "nobody"}, {"Key": "extra", "Value": ""}])
    admin.untag_resource(**named, TagKeys=["cost:centre"])


@mended_by("create", "aws_ssoadmin_permission_set.guest")
def delete_permission_set(estate: Estate, permission_set: Attributes) -> None:
    estate.client("sso-admin").delete_permission_set(**_set(permission_set))


@mended_by("create", "aws_ssoadmin_managed_policy_attachment.builder_views")
def detach_managed_policy(estate: Estate, attachment: Attributes) -> None:
    estate.client("sso-admin").detach_managed_policy_from_permission_set(
        **_set(attachment), ManagedPolicyArn=attachment["managed_policy_arn"]
    )


@mended_by("create", "aws_ssoadmin_customer_managed_policy_attachment.builder_deploys")
def detach_customer_managed_policy(estate: Estate, attachment: Attributes) -> None:
    (reference,) = attachment["customer_managed_policy_reference"]
    estate.client("sso-admin").detach_customer_managed_policy_reference_from_permission_set(
        **_set(attachment), CustomerManagedPolicyReference={"Name": reference["name"], "Path": reference["path"]}
    )


@mended_by("update", "aws_ssoadmin_permission_set_inline_policy.builder")
def widen_inline_policy(estate: Estate, inline_policy: Attributes) -> None:
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}]}
    estate.client("sso-admin").put_inline_policy_to_permission_set(
        **_set(inline_policy), InlinePolicy=json.dumps(document)
    )


@mended_by("create", "aws_ssoadmin_permissions_boundary_attachment.reader")
def delete_permissions_boundary(estate: Estate, attachment: Attributes) -> None:
    estate.client("sso-admin").delete_permissions_boundary_from_permission_set(**_set(attachment))


@mended_by("create", "aws_ssoadmin_account_assignment.brian")
def delete_account_assignment(estate: Estate, assignment: Attributes) -> None:
    brian = Person(assignment["principal_id"], "brian", "")
    estate.unassign(assignment["target_id"], assignment["permission_set_arn"], brian)


@mended_by("update", "aws_ssoadmin_instance_access_control_attributes.ours")
def change_attributes(estate: Estate, attributes: Attributes) -> None:
    value = {"Key": "costCenter", "Value": {"Source": ["${path:enterprise.costCenter}"]}}
    estate.client("sso-admin").update_instance_access_control_attribute_configuration(
        InstanceArn=attributes["instance_arn"],
        InstanceAccessControlAttributeConfiguration={"AccessControlAttributes": [value]},
    )


# ---------------------------------------------------------------------------------------------------- applications


@mended_by("update", "aws_ssoadmin_application.wiki")
def change_application(estate: Estate, application: Attributes) -> None:
    admin, arn = estate.client("sso-admin"), application["application_arn"]
    admin.update_application(
        ApplicationArn=arn,
        Name="Notes",
        Description="What we forgot",
        Status="DISABLED",
        PortalOptions={"SignInOptions": {"Origin": "IDENTITY_CENTER"}},
    )
    named = {"InstanceArn": application["instance_arn"], "ResourceArn": arn}
    admin.tag_resource(**named, Tags=[{"Key": "team", "Value": "nobody"}])


@mended_by("create", "aws_ssoadmin_application_assignment.brian")
def delete_application_assignment(estate: Estate, assignment: Attributes) -> None:
    estate.client("sso-admin").delete_application_assignment(
        ApplicationArn=assignment["application_arn"],
        PrincipalType=assignment["principal_type"],
        PrincipalId=assignment["principal_id"],
    )


@mended_by("update", "aws_ssoadmin_application_assignment_configuration.queue")
def require_assignment(estate: Estate, configuration: Attributes) -> None:
    estate.client("sso-admin").put_application_assignment_configuration(
        ApplicationArn=configuration["application_arn"], AssignmentRequired=True
    )


@mended_by("replace", "aws_ssoadmin_application_access_scope.wiki")
def turn_access_scope(estate: Estate, scope: Attributes) -> None:
    estate.client("sso-admin").put_application_access_scope(
        ApplicationArn=scope["application_arn"], Scope=scope["scope"], AuthorizedTargets=[scope["application_arn"]]
    )


@mended_by("update", "aws_ssoadmin_trusted_token_issuer.build_server")
def change_trusted_token_issuer(estate: Estate, issuer: Attributes) -> None:
    estate.client("sso-admin").update_trusted_token_issuer(
        TrustedTokenIssuerArn=issuer["arn"],
        Name="test-server",
        TrustedTokenIssuerConfiguration={
            "OidcJwtConfiguration": {"ClaimAttributePath": "sub", "IdentityStoreAttributePath": "userName"}
        },
    )
