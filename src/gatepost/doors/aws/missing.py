"""The operations that AWS has and Gatepost has not yet, by service; the list may only shrink.

A call of one of them is answered with NotImplementedException, which names it.
"""

from collections.abc import Mapping

MISSING: Mapping[str, frozenset[str]] = {
    "sts": frozenset(
        """
        AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot DecodeAuthorizationMessage GetAccessKeyInfo
        GetDelegatedAccessToken GetFederationToken GetWebIdentityToken
        """.split()
    ),
    "iam": frozenset(
        """
        AcceptDelegationRequest AcquireRole AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile
        AddUserToGroup AssociateDelegationRequest AttachGroupPolicy AttachUserPolicy ChangePassword
        CreateDelegationRequest CreateGroup CreateInstanceProfile CreateLoginProfile
        CreateOpenIDConnectProvider CreateSAMLProvider CreateServiceLinkedRole
        CreateServiceSpecificCredential CreateUser CreateVirtualMFADevice DeactivateMFADevice
        DeleteAccountPasswordPolicy DeleteGroup DeleteGroupPolicy DeleteInstanceProfile DeleteLoginProfile
        DeleteOpenIDConnectProvider DeleteSAMLProvider DeleteSSHPublicKey DeleteServerCertificate
        DeleteServiceLinkedRole DeleteServiceSpecificCredential DeleteSigningCertificate DeleteUser
        DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice DetachGroupPolicy
        DetachUserPolicy DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions
        DisableOutboundWebIdentityFederation EnableMFADevice EnableOrganizationsRootCredentialsManagement
        EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation GenerateCredentialReport
        GenerateOrganizationsAccessReport GenerateServiceLastAccessedDetails GetAccessKeyLastUsed
        GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountProperties GetAccountSummary
        GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy GetCredentialReport
        GetDelegationRequest GetGroup GetGroupPolicy GetHumanReadableSummary GetInstanceProfile
        GetLoginProfile GetMFADevice GetOpenIDConnectProvider GetOrganizationsAccessReport
        GetOutboundWebIdentityFederationInfo GetRoleTemplateVersion GetSAMLProvider GetSSHPublicKey
        GetServerCertificate GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities
        GetServiceLinkedRoleDeletionStatus GetUserPolicy ListAttachedGroupPolicies ListAttachedUserPolicies
        ListDelegationRequests ListEntitiesForPolicy ListGroupPolicies ListGroups ListGroupsForUser
        ListInstanceProfileTags ListInstanceProfiles ListMFADeviceTags ListMFADevices
        ListOpenIDConnectProviderTags ListOpenIDConnectProviders ListOrganizationsFeatures
        ListPoliciesGrantingServiceAccess ListSAMLProviderTags ListSAMLProviders ListSSHPublicKeys
        ListServerCertificateTags ListServerCertificates ListServiceSpecificCredentials
        ListSigningCertificates ListUserPolicies ListUserTags ListUsers ListVirtualMFADevices
        PutAccountProperties PutGroupPolicy PutUserPermissionsBoundary PutUserPolicy RejectDelegationRequest
        RemoveClientIDFromOpenIDConnectProvider RemoveRoleFromInstanceProfile RemoveUserFromGroup
        ResetServiceSpecificCredential ResyncMFADevice SendDelegationToken
        SetSecurityTokenServicePreferences SimulateCustomPolicy SimulatePrincipalPolicy TagInstanceProfile
        TagMFADevice TagOpenIDConnectProvider TagSAMLProvider TagServerCertificate TagUser
        UntagInstanceProfile UntagMFADevice UntagOpenIDConnectProvider UntagSAMLProvider
        UntagServerCertificate UntagUser UpdateAccountPasswordPolicy UpdateDelegationRequest UpdateGroup
        UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider UpdateSSHPublicKey
        UpdateServerCertificate UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser
        UploadSSHPublicKey UploadServerCertificate UploadSigningCertificate
        """.split()
    ),
    "organizations": frozenset(
        """
        AcceptHandshake AttachPolicy CancelHandshake CloseAccount CreateGovCloudAccount CreateOrganization
        CreatePolicy DeclineHandshake DeleteOrganization DeletePolicy DeleteResourcePolicy
        DescribeEffectivePolicy DescribeHandshake DescribePolicy DescribeResourcePolicy
        DescribeResponsibilityTransfer DetachPolicy DisablePolicyType EnableAllFeatures EnablePolicyType
        InviteAccountToOrganization InviteOrganizationToTransferResponsibility LeaveOrganization
        ListAccountsWithInvalidEffectivePolicy ListEffectivePolicyValidationErrors ListHandshakesForAccount
        ListHandshakesForOrganization ListInboundResponsibilityTransfers ListOutboundResponsibilityTransfers
        ListPolicies ListPoliciesForTarget ListTagsForResource ListTargetsForPolicy PutResourcePolicy
        RemoveAccountFromOrganization TagResource TerminateResponsibilityTransfer UntagResource UpdatePolicy
        UpdateResponsibilityTransfer
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
