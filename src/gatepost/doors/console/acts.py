"""What the console does, by the names that policies and CloudTrail know: those of the API's operations."""

from dataclasses import dataclass
from typing import Final

from gatepost.core.audit.model import HIDDEN

_SOURCES: Final = {
    "cloudtrail": "cloudtrail.amazonaws.com",
    "gatepost": "gatepost.internal",
    "identitystore": "identitystore.amazonaws.com",
    "organizations": "organizations.amazonaws.com",
    "sso": "sso.amazonaws.com",
}
_OF_THE_INSTANCE: Final = frozenset({"gatepost", "identitystore", "sso"})


@dataclass(frozen=True, slots=True)
class Act:
    """One action; `writes` says whether it changes anything, `source` and `event` are for events that are told otherwise."""

    action: str
    writes: bool = False
    source: str | None = None
    event: str = ""

    @property
    def service(self) -> str:
        """The service's name in policies."""
        return self.action.partition(":")[0]

    @property
    def event_source(self) -> str:
        """The service as CloudTrail names it."""
        return self.source or _SOURCES[self.service]

    @property
    def is_of_the_instance(self) -> bool:
        """True where it works on an instance of Identity Center, which an account owns."""
        return self.service in _OF_THE_INSTANCE


def _reads(action: str) -> Act:
    return Act(action)


def _writes(action: str) -> Act:
    return Act(action, writes=True)


DESCRIBE_INSTANCE: Final = _reads("sso:DescribeInstance")

LIST_USERS: Final = _reads("identitystore:ListUsers")
DESCRIBE_USER: Final = _reads("identitystore:DescribeUser")
CREATE_USER: Final = _writes("identitystore:CreateUser")
UPDATE_USER: Final = _writes("identitystore:UpdateUser")
DELETE_USER: Final = _writes("identitystore:DeleteUser")
# AWS has no API for these: the actions are those of Gatepost's own.
SEND_INVITATION: Final = Act("gatepost:SendInvitation", writes=True, source="sso-directory.amazonaws.com")
SEND_PASSWORD_RESET: Final = Act("gatepost:SendPasswordReset", writes=True, source="sso-directory.amazonaws.com")
CREATE_ONE_TIME_PASSWORD: Final = Act(
    "gatepost:CreateOneTimePassword", writes=True, source="sso-directory.amazonaws.com"
)
SEND_EMAIL_VERIFICATION: Final = Act(
    "gatepost:SendEmailVerification", writes=True, source="sso-directory.amazonaws.com"
)
LIST_INVITATIONS: Final = _reads("gatepost:ListInvitations")
LIST_SESSIONS: Final = _reads("gatepost:ListSessions")
END_SESSION: Final = _writes("gatepost:EndSession")

END_SESSIONS: Final = _writes("gatepost:EndSessions")
LIST_DEVICES: Final = Act("gatepost:ListMfaDevicesForUser", source="sso-directory.amazonaws.com")
DELETE_DEVICE: Final = Act("gatepost:DeleteMfaDeviceForUser", writes=True, source="sso-directory.amazonaws.com")

IMPORT_USERS: Final = _writes("gatepost:ImportUsers")
START_IMPORT: Final = _writes("gatepost:StartUserImport")
DISCARD_IMPORT: Final = _writes("gatepost:DeleteUserImport")
GET_IMPORT: Final = _reads("gatepost:GetUserImport")

LIST_GROUPS: Final = _reads("identitystore:ListGroups")
LIST_GROUPS_OF_USER: Final = _reads("identitystore:ListGroupMembershipsForMember")
DESCRIBE_MEMBERSHIP: Final = _reads("identitystore:DescribeGroupMembership")
CREATE_MEMBERSHIP: Final = _writes("identitystore:CreateGroupMembership")
DELETE_MEMBERSHIP: Final = _writes("identitystore:DeleteGroupMembership")

DESCRIBE_GROUP: Final = _reads("identitystore:DescribeGroup")
CREATE_GROUP: Final = _writes("identitystore:CreateGroup")
UPDATE_GROUP: Final = _writes("identitystore:UpdateGroup")
DELETE_GROUP: Final = _writes("identitystore:DeleteGroup")
LIST_MEMBERS: Final = _reads("identitystore:ListGroupMemberships")
GET_DEVICE_GRANT: Final = _reads("gatepost:GetGroupDeviceGrant")
UPDATE_DEVICE_GRANT: Final = _writes("gatepost:UpdateGroupDeviceGrant")

LIST_PERMISSION_SETS: Final = _reads("sso:ListPermissionSets")
DESCRIBE_PERMISSION_SET: Final = _reads("sso:DescribePermissionSet")
CREATE_PERMISSION_SET: Final = _writes("sso:CreatePermissionSet")
UPDATE_PERMISSION_SET: Final = _writes("sso:UpdatePermissionSet")
DELETE_PERMISSION_SET: Final = _writes("sso:DeletePermissionSet")
LIST_MANAGED_POLICIES: Final = _reads("sso:ListManagedPoliciesInPermissionSet")
ATTACH_MANAGED_POLICY: Final = _writes("sso:AttachManagedPolicyToPermissionSet")
DETACH_MANAGED_POLICY: Final = _writes("sso:DetachManagedPolicyFromPermissionSet")
GET_INLINE_POLICY: Final = _reads("sso:GetInlinePolicyForPermissionSet")
PUT_INLINE_POLICY: Final = _writes("sso:PutInlinePolicyToPermissionSet")
DELETE_INLINE_POLICY: Final = _writes("sso:DeleteInlinePolicyFromPermissionSet")
LIST_CUSTOMER_POLICIES: Final = _reads("sso:ListCustomerManagedPolicyReferencesInPermissionSet")
ATTACH_CUSTOMER_POLICY: Final = _writes("sso:AttachCustomerManagedPolicyReferenceToPermissionSet")
DETACH_CUSTOMER_POLICY: Final = _writes("sso:DetachCustomerManagedPolicyReferenceFromPermissionSet")
GET_BOUNDARY: Final = _reads("sso:GetPermissionsBoundaryForPermissionSet")
PUT_BOUNDARY: Final = _writes("sso:PutPermissionsBoundaryToPermissionSet")
DELETE_BOUNDARY: Final = _writes("sso:DeletePermissionsBoundaryFromPermissionSet")
LIST_TAGS: Final = _reads("sso:ListTagsForResource")
TAG: Final = _writes("sso:TagResource")
UNTAG: Final = _writes("sso:UntagResource")
LIST_PROVISIONED_ACCOUNTS: Final = _reads("sso:ListAccountsForProvisionedPermissionSet")
PROVISION_PERMISSION_SET: Final = _writes("sso:ProvisionPermissionSet")
LIST_PROVISIONING_STATUS: Final = _reads("sso:ListPermissionSetProvisioningStatus")

LIST_ACCOUNTS: Final = _reads("organizations:ListAccounts")
DESCRIBE_ACCOUNT: Final = _reads("organizations:DescribeAccount")

LIST_ASSIGNMENTS_OF_PRINCIPAL: Final = _reads("sso:ListAccountAssignmentsForPrincipal")
LIST_ASSIGNMENTS: Final = _reads("sso:ListAccountAssignments")
CREATE_ASSIGNMENT: Final = _writes("sso:CreateAccountAssignment")
DELETE_ASSIGNMENT: Final = _writes("sso:DeleteAccountAssignment")
LIST_APPLICATIONS: Final = _reads("sso:ListApplications")
DESCRIBE_APPLICATION: Final = _reads("sso:DescribeApplication")
CREATE_APPLICATION: Final = _writes("sso:CreateApplication")
UPDATE_APPLICATION: Final = _writes("sso:UpdateApplication")
DELETE_APPLICATION: Final = _writes("sso:DeleteApplication")
LIST_APPLICATION_GRANTS: Final = _reads("sso:ListApplicationGrants")
PUT_APPLICATION_GRANT: Final = _writes("sso:PutApplicationGrant")
DELETE_APPLICATION_GRANT: Final = _writes("sso:DeleteApplicationGrant")
GET_APPLICATION_SCOPE: Final = _reads("sso:GetApplicationAccessScope")
PUT_APPLICATION_SCOPE: Final = _writes("sso:PutApplicationAccessScope")
DELETE_APPLICATION_SCOPE: Final = _writes("sso:DeleteApplicationAccessScope")
LIST_TOKEN_ISSUERS: Final = _reads("sso:ListTrustedTokenIssuers")
DESCRIBE_TOKEN_ISSUER: Final = _reads("sso:DescribeTrustedTokenIssuer")
CREATE_TOKEN_ISSUER: Final = _writes("sso:CreateTrustedTokenIssuer")
UPDATE_TOKEN_ISSUER: Final = _writes("sso:UpdateTrustedTokenIssuer")
DELETE_TOKEN_ISSUER: Final = _writes("sso:DeleteTrustedTokenIssuer")
LIST_APPLICATION_SCOPES: Final = _reads("sso:ListApplicationAccessScopes")
LIST_APPLICATION_ASSIGNMENTS: Final = _reads("sso:ListApplicationAssignments")
CREATE_APPLICATION_ASSIGNMENT: Final = _writes("sso:CreateApplicationAssignment")
DELETE_APPLICATION_ASSIGNMENT: Final = _writes("sso:DeleteApplicationAssignment")
PUT_ASSIGNMENT_CONFIGURATION: Final = _writes("sso:PutApplicationAssignmentConfiguration")
GET_APPLICATION_LOGO: Final = _reads("gatepost:GetApplicationLogo")
PUT_APPLICATION_LOGO: Final = _writes("gatepost:PutApplicationLogo")
DELETE_APPLICATION_LOGO: Final = _writes("gatepost:DeleteApplicationLogo")
GET_SAML_APPLICATION: Final = _reads("gatepost:GetSamlApplication")
CREATE_SAML_APPLICATION: Final = _writes("gatepost:CreateSamlApplication")
UPDATE_SAML_APPLICATION: Final = _writes("gatepost:UpdateSamlApplication")
READ_SAML_METADATA: Final = _writes("gatepost:ReadSamlMetadata")
PREVIEW_SAML_ASSERTION: Final = _reads("gatepost:PreviewSamlAssertion")
LIST_SAML_CERTIFICATES: Final = _reads("gatepost:ListSamlCertificates")
ISSUE_SAML_CERTIFICATE: Final = _writes("gatepost:IssueSamlCertificate")
ACTIVATE_SAML_CERTIFICATE: Final = _writes("gatepost:ActivateSamlCertificate")
DELETE_SAML_CERTIFICATE: Final = _writes("gatepost:DeleteSamlCertificate")

UPDATE_INSTANCE: Final = _writes("sso:UpdateInstance")
DESCRIBE_ACCESS_ATTRIBUTES: Final = _reads("sso:DescribeInstanceAccessControlAttributeConfiguration")
CREATE_ACCESS_ATTRIBUTES: Final = _writes("sso:CreateInstanceAccessControlAttributeConfiguration")
UPDATE_ACCESS_ATTRIBUTES: Final = _writes("sso:UpdateInstanceAccessControlAttributeConfiguration")
DELETE_ACCESS_ATTRIBUTES: Final = _writes("sso:DeleteInstanceAccessControlAttributeConfiguration")
LIST_REGIONS: Final = _reads("sso:ListRegions")
DESCRIBE_REGION: Final = _reads("sso:DescribeRegion")
ADD_REGION: Final = _writes("sso:AddRegion")
REMOVE_REGION: Final = _writes("sso:RemoveRegion")
GET_SIGNIN_SETTINGS: Final = _reads("gatepost:GetSigninSettings")
GET_BRANDING: Final = _reads("gatepost:GetBranding")
UPDATE_BRANDING: Final = _writes("gatepost:UpdateBranding")
GET_PASSWORD_POLICY: Final = _reads("gatepost:GetPasswordPolicy")
UPDATE_PASSWORD_POLICY: Final = _writes("gatepost:UpdatePasswordPolicy")
GET_IDENTITY_SOURCE: Final = _reads("gatepost:GetIdentitySource")
PREVIEW_IDENTITY_SOURCE: Final = _writes("gatepost:PreviewIdentitySource")
CHANGE_IDENTITY_SOURCE: Final = _writes("gatepost:ChangeIdentitySource")
REFRESH_IDENTITY_SOURCE: Final = _writes("gatepost:RefreshIdentitySource")
UNDO_IDENTITY_SOURCE: Final = _writes("gatepost:UndoIdentitySource")
LIST_BEARER_TOKENS: Final = Act("gatepost:ListBearerTokens", source="sso-directory.amazonaws.com")
CREATE_BEARER_TOKEN: Final = Act("gatepost:CreateBearerToken", writes=True, source="sso-directory.amazonaws.com")
ROTATE_BEARER_TOKEN: Final = Act(
    "gatepost:RotateBearerToken", writes=True, source="sso-directory.amazonaws.com", event="CreateBearerToken"
)
DELETE_BEARER_TOKEN: Final = Act("gatepost:DeleteBearerToken", writes=True, source="sso-directory.amazonaws.com")
UPDATE_SIGNIN_SETTINGS: Final = _writes("gatepost:UpdateSigninSettings")
LIST_CREATION_STATUS: Final = _reads("sso:ListAccountAssignmentCreationStatus")
LIST_DELETION_STATUS: Final = _reads("sso:ListAccountAssignmentDeletionStatus")

LOOKUP_EVENTS: Final = _reads("cloudtrail:LookupEvents")


def hidden(*members: str) -> dict[str, str]:
    """Return members of a request as its event shows what is personal."""
    return dict.fromkeys(members, HIDDEN)
