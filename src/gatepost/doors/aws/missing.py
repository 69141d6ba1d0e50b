"""The operations that AWS has and Gatepost has not yet, by service; the list may only shrink.

A call of one of them is answered with NotImplementedException, which names it.
"""

from collections.abc import Mapping

MISSING: Mapping[str, frozenset[str]] = {
    "sso-admin": frozenset(
        """
        AddRegion AttachCustomerManagedPolicyReferenceToPermissionSet CreateApplication
        CreateApplicationAssignment CreateInstance CreateInstanceAccessControlAttributeConfiguration
        CreateTrustedTokenIssuer DeleteApplication DeleteApplicationAccessScope DeleteApplicationAssignment
        DeleteApplicationAuthenticationMethod DeleteApplicationGrant DeleteInstance
        DeleteInstanceAccessControlAttributeConfiguration DeletePermissionsBoundaryFromPermissionSet
        DeleteTrustedTokenIssuer DescribeApplication DescribeApplicationAssignment
        DescribeApplicationProvider DescribeInstanceAccessControlAttributeConfiguration DescribeRegion
        DescribeTrustedTokenIssuer DetachCustomerManagedPolicyReferenceFromPermissionSet
        GetApplicationAccessScope GetApplicationAssignmentConfiguration GetApplicationAuthenticationMethod
        GetApplicationGrant GetApplicationSessionConfiguration GetPermissionsBoundaryForPermissionSet
        ListApplicationAccessScopes ListApplicationAssignments ListApplicationAssignmentsForPrincipal
        ListApplicationAuthenticationMethods ListApplicationGrants ListApplicationProviders ListApplications
        ListCustomerManagedPolicyReferencesInPermissionSet ListRegions ListTagsForResource
        ListTrustedTokenIssuers PutApplicationAccessScope PutApplicationAssignmentConfiguration
        PutApplicationAuthenticationMethod PutApplicationGrant PutApplicationSessionConfiguration
        PutPermissionsBoundaryToPermissionSet RemoveRegion TagResource UntagResource UpdateApplication
        UpdateInstanceAccessControlAttributeConfiguration UpdateTrustedTokenIssuer
        """.split()
    ),
    "identitystore": frozenset(
        """
        DescribeIdentityStore ListIdentityStores UpdateIdentityStore
        """.split()
    ),
    "sso-oidc": frozenset(
        """
        CreateTokenWithIAM
        """.split()
    ),
    "sts": frozenset(
        """
        AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot DecodeAuthorizationMessage GetAccessKeyInfo
        GetDelegatedAccessToken GetFederationToken GetWebIdentityToken
        """.split()
    ),
    "iam": frozenset(
        """
        AcceptDelegationRequest AcquireRole AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile
        AddUserToGroup AssociateDelegationRequest AttachGroupPolicy AttachRolePolicy AttachUserPolicy
        ChangePassword CreateAccountAlias CreateDelegationRequest CreateGroup CreateInstanceProfile
        CreateLoginProfile CreateOpenIDConnectProvider CreatePolicy CreatePolicyVersion CreateRole
        CreateSAMLProvider CreateServiceLinkedRole CreateServiceSpecificCredential CreateUser
        CreateVirtualMFADevice DeactivateMFADevice DeleteAccountAlias DeleteAccountPasswordPolicy
        DeleteGroup DeleteGroupPolicy DeleteInstanceProfile DeleteLoginProfile DeleteOpenIDConnectProvider
        DeletePolicy DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy
        DeleteSAMLProvider DeleteSSHPublicKey DeleteServerCertificate DeleteServiceLinkedRole
        DeleteServiceSpecificCredential DeleteSigningCertificate DeleteUser DeleteUserPermissionsBoundary
        DeleteUserPolicy DeleteVirtualMFADevice DetachGroupPolicy DetachRolePolicy DetachUserPolicy
        DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions
        DisableOutboundWebIdentityFederation EnableMFADevice EnableOrganizationsRootCredentialsManagement
        EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation GenerateCredentialReport
        GenerateOrganizationsAccessReport GenerateServiceLastAccessedDetails GetAccessKeyLastUsed
        GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountProperties GetAccountSummary
        GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy GetCredentialReport
        GetDelegationRequest GetGroup GetGroupPolicy GetHumanReadableSummary GetInstanceProfile
        GetLoginProfile GetMFADevice GetOpenIDConnectProvider GetOrganizationsAccessReport
        GetOutboundWebIdentityFederationInfo GetPolicy GetPolicyVersion GetRolePolicy GetRoleTemplateVersion
        GetSAMLProvider GetSSHPublicKey GetServerCertificate GetServiceLastAccessedDetails
        GetServiceLastAccessedDetailsWithEntities GetServiceLinkedRoleDeletionStatus GetUserPolicy
        ListAccountAliases ListAttachedGroupPolicies ListAttachedRolePolicies ListAttachedUserPolicies
        ListDelegationRequests ListEntitiesForPolicy ListGroupPolicies ListGroups ListGroupsForUser
        ListInstanceProfileTags ListInstanceProfiles ListInstanceProfilesForRole ListMFADeviceTags
        ListMFADevices ListOpenIDConnectProviderTags ListOpenIDConnectProviders ListOrganizationsFeatures
        ListPolicies ListPoliciesGrantingServiceAccess ListPolicyTags ListPolicyVersions ListRolePolicies
        ListRoleTags ListSAMLProviderTags ListSAMLProviders ListSSHPublicKeys ListServerCertificateTags
        ListServerCertificates ListServiceSpecificCredentials ListSigningCertificates ListUserPolicies
        ListUserTags ListUsers ListVirtualMFADevices PutAccountProperties PutGroupPolicy
        PutRolePermissionsBoundary PutRolePolicy PutUserPermissionsBoundary PutUserPolicy
        RejectDelegationRequest RemoveClientIDFromOpenIDConnectProvider RemoveRoleFromInstanceProfile
        RemoveUserFromGroup ResetServiceSpecificCredential ResyncMFADevice SendDelegationToken
        SetDefaultPolicyVersion SetSecurityTokenServicePreferences SimulateCustomPolicy
        SimulatePrincipalPolicy TagInstanceProfile TagMFADevice TagOpenIDConnectProvider TagPolicy TagRole
        TagSAMLProvider TagServerCertificate TagUser UntagInstanceProfile UntagMFADevice
        UntagOpenIDConnectProvider UntagPolicy UntagRole UntagSAMLProvider UntagServerCertificate UntagUser
        UpdateAccountPasswordPolicy UpdateAssumeRolePolicy UpdateDelegationRequest UpdateGroup
        UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateRole UpdateRoleDescription
        UpdateSAMLProvider UpdateSSHPublicKey UpdateServerCertificate UpdateServiceSpecificCredential
        UpdateSigningCertificate UpdateUser UploadSSHPublicKey UploadServerCertificate
        UploadSigningCertificate
        """.split()
    ),
    "organizations": frozenset(
        """
        AcceptHandshake AttachPolicy CancelHandshake CloseAccount CreateGovCloudAccount CreateOrganization
        CreatePolicy DeclineHandshake DeleteOrganization DeletePolicy DeleteResourcePolicy
        DeregisterDelegatedAdministrator DescribeEffectivePolicy DescribeHandshake DescribePolicy
        DescribeResourcePolicy DescribeResponsibilityTransfer DetachPolicy DisableAWSServiceAccess
        DisablePolicyType EnableAWSServiceAccess EnableAllFeatures EnablePolicyType
        InviteAccountToOrganization InviteOrganizationToTransferResponsibility LeaveOrganization
        ListAWSServiceAccessForOrganization ListAccountsWithInvalidEffectivePolicy
        ListDelegatedAdministrators ListDelegatedServicesForAccount ListEffectivePolicyValidationErrors
        ListHandshakesForAccount ListHandshakesForOrganization ListInboundResponsibilityTransfers
        ListOutboundResponsibilityTransfers ListPolicies ListPoliciesForTarget ListTagsForResource
        ListTargetsForPolicy PutResourcePolicy RegisterDelegatedAdministrator RemoveAccountFromOrganization
        TagResource TerminateResponsibilityTransfer UntagResource UpdatePolicy UpdateResponsibilityTransfer
        """.split()
    ),
    "cloudtrail": frozenset(
        """
        AddTags CancelQuery CreateChannel CreateDashboard CreateEventDataStore CreateTrail DeleteChannel
        DeleteDashboard DeleteEventDataStore DeleteResourcePolicy DeleteTrail
        DeregisterOrganizationDelegatedAdmin DescribeQuery DescribeTrails DisableFederation EnableFederation
        GenerateQuery GetChannel GetDashboard GetEventConfiguration GetEventDataStore GetEventSelectors
        GetImport GetInsightSelectors GetQueryResults GetResourcePolicy GetTrail GetTrailStatus ListChannels
        ListDashboards ListEventDataStores ListImportFailures ListImports ListInsightsData
        ListInsightsMetricData ListPublicKeys ListQueries ListTags ListTrails PutEventConfiguration
        PutEventSelectors PutInsightSelectors PutResourcePolicy RegisterOrganizationDelegatedAdmin
        RemoveTags RestoreEventDataStore SearchSampleQueries StartDashboardRefresh
        StartEventDataStoreIngestion StartImport StartLogging StartQuery StopEventDataStoreIngestion
        StopImport StopLogging UpdateChannel UpdateDashboard UpdateEventDataStore UpdateTrail
        """.split()
    ),
}
