"""The one table of error codes: from what went wrong inside to each service's codes and statuses on the wire."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gatepost.doors.aws.wire.shapes import Protocol
from gatepost.kit import errors as meanings


@dataclass(frozen=True, slots=True)
class Code:
    """A code that the models do not declare, and its status."""

    name: str
    status: int


# --------------------------------------------------------------------------------------- neutral reasons, per protocol

_JSON_REASONS: Final[Mapping[str, Code]] = {
    "MissingAuthenticationToken": Code("MissingAuthenticationTokenException", 400),
    "IncompleteSignature": Code("IncompleteSignatureException", 400),
    "InvalidClientTokenId": Code("UnrecognizedClientException", 400),
    "SignatureDoesNotMatch": Code("InvalidSignatureException", 400),
    "RequestExpired": Code("InvalidSignatureException", 400),
    "ExpiredToken": Code("ExpiredTokenException", 400),
    "UnknownOperation": Code("UnknownOperationException", 400),
    "MissingAction": Code("UnknownOperationException", 400),
    "SerializationException": Code("SerializationException", 400),
    "MalformedQueryString": Code("SerializationException", 400),
    "RequestEntityTooLarge": Code("RequestEntityTooLargeException", 413),
}

REASONS: Final[Mapping[Protocol, Mapping[str, Code]]] = {
    "json": _JSON_REASONS,
    "rest-json": {
        **_JSON_REASONS,
        # REST services say who may not in the status too.
        "MissingAuthenticationToken": Code("MissingAuthenticationTokenException", 403),
        "InvalidClientTokenId": Code("UnrecognizedClientException", 403),
        "SignatureDoesNotMatch": Code("InvalidSignatureException", 403),
        "RequestExpired": Code("InvalidSignatureException", 403),
        "ExpiredToken": Code("ExpiredTokenException", 403),
        "UnknownOperation": Code("UnknownOperationException", 404),
    },
    "query": {
        "MissingAuthenticationToken": Code("MissingAuthenticationToken", 403),
        "IncompleteSignature": Code("IncompleteSignature", 400),
        "InvalidClientTokenId": Code("InvalidClientTokenId", 403),
        "SignatureDoesNotMatch": Code("SignatureDoesNotMatch", 403),
        "RequestExpired": Code("SignatureDoesNotMatch", 403),
        "ExpiredToken": Code("ExpiredToken", 403),
        "UnknownOperation": Code("InvalidAction", 400),
        "MissingAction": Code("MissingAction", 400),
        "SerializationException": Code("MalformedInput", 400),
        "MalformedQueryString": Code("MalformedQueryString", 400),
        "RequestEntityTooLarge": Code("RequestEntityTooLarge", 413),
    },
}

ALIASES: Final[Mapping[str, str]] = {
    "ExpiredTokenException": "ExpiredToken",
    "IncompleteSignatureException": "IncompleteSignature",
    "InvalidAction": "UnknownOperation",
    "InvalidSignatureException": "SignatureDoesNotMatch",
    "MalformedInput": "SerializationException",
    "MissingAuthenticationTokenException": "MissingAuthenticationToken",
    "RequestEntityTooLargeException": "RequestEntityTooLarge",
    "UnknownOperationException": "UnknownOperation",
    "UnrecognizedClientException": "InvalidClientTokenId",
}
"""The names that one protocol or the other gives to a neutral reason, so that a caller may use either."""

# --------------------------------------------------------------------------------------------- meanings, per service

INTERNAL: Final = Exception
"""The meaning of whatever is no Problem."""

Candidates = Mapping[type[Exception], tuple[str, ...]]

_CLOUDTRAIL_NAMES = ("Trail", "EventDataStore", "Channel", "QueryId", "Import", "Resource", "ResourcePolicy")
_ORGANIZATION_NAMES = (
    "Account",
    "CreateAccountStatus",
    "OrganizationalUnit",
    "Policy",
    "EffectivePolicy",
    "Handshake",
    "Root",
    "Parent",
    "SourceParent",
    "DestinationParent",
    "Child",
    "Target",
    "ResourcePolicy",
    "ResponsibilityTransfer",
)

_SSO_ADMIN: Final[Candidates] = {
    # Operations that declare no ResourceNotFoundException (DescribeInstance, ListApplications) deny what is not there.
    meanings.NotFound: ("ResourceNotFoundException", "AccessDeniedException"),
    # Reads that declare no ConflictException deny what an instance in its present state does not take.
    meanings.Conflict: ("ConflictException", "AccessDeniedException"),
    meanings.Invalid: ("ValidationException",),
    meanings.Denied: ("AccessDeniedException",),
    meanings.Refused: ("AccessDeniedException",),
    meanings.Unauthenticated: ("UnrecognizedClientException",),
    meanings.QuotaExceeded: ("ServiceQuotaExceededException", "ValidationException"),
    meanings.Throttled: ("ThrottlingException",),
    meanings.Unavailable: ("ServiceUnavailableException",),
    meanings.NotImplementedYet: ("NotImplementedException",),
    INTERNAL: ("InternalServerException",),
}

_STS: Final[Candidates] = {
    meanings.NotFound: ("NoSuchEntity",),
    meanings.Conflict: ("ValidationError",),
    meanings.Invalid: ("ValidationError",),
    meanings.Denied: ("AccessDenied",),
    meanings.Refused: ("AccessDenied",),
    meanings.Unauthenticated: ("InvalidClientTokenId",),
    meanings.QuotaExceeded: ("PackedPolicyTooLarge", "LimitExceeded"),
    meanings.Throttled: ("Throttling",),
    meanings.Unavailable: ("ServiceUnavailable",),
    meanings.NotImplementedYet: ("NotImplementedException",),
    INTERNAL: ("InternalFailure",),
}

MEANINGS: Final[Mapping[str, Candidates]] = {
    # Of several codes the first that the operation declares is taken; if it declares none of them, the first.
    "sso-admin": _SSO_ADMIN,
    "identitystore": _SSO_ADMIN,
    "organizations": {
        **_SSO_ADMIN,
        meanings.NotFound: tuple(f"{name}NotFoundException" for name in _ORGANIZATION_NAMES),
        meanings.Conflict: (
            "DuplicateAccountException",
            "DuplicateOrganizationalUnitException",
            "DuplicatePolicyException",
            "DuplicatePolicyAttachmentException",
            "DuplicateHandshakeException",
            "AccountAlreadyRegisteredException",
            "AlreadyInOrganizationException",
            "OrganizationNotEmptyException",
            "OrganizationalUnitNotEmptyException",
            "PolicyInUseException",
            "ConcurrentModificationException",
        ),
        meanings.Invalid: ("InvalidInputException",),
        meanings.QuotaExceeded: ("ConstraintViolationException",),
        meanings.Throttled: ("TooManyRequestsException",),
        INTERNAL: ("ServiceException",),
    },
    "cloudtrail": {
        **_SSO_ADMIN,
        meanings.NotFound: tuple(f"{name}NotFoundException" for name in _CLOUDTRAIL_NAMES),
        meanings.Conflict: (
            "TrailAlreadyExistsException",
            "EventDataStoreAlreadyExistsException",
            "ChannelAlreadyExistsException",
            "ConflictException",
        ),
        meanings.Invalid: ("InvalidParameterException", "InvalidLookupAttributesException", "ValidationException"),
        meanings.QuotaExceeded: (
            "MaximumNumberOfTrailsExceededException",
            "EventDataStoreMaxLimitExceededException",
            "ChannelMaxLimitExceededException",
            "TagsLimitExceededException",
            "ServiceQuotaExceededException",
        ),
        INTERNAL: ("InternalFailure",),
    },
    "iam": {
        **_STS,
        meanings.Conflict: ("EntityAlreadyExists", "DeleteConflict", "ConcurrentModification"),
        meanings.QuotaExceeded: ("LimitExceeded",),
        INTERNAL: ("ServiceFailure",),
    },
    "sts": _STS,
    "sso": {
        **_SSO_ADMIN,
        meanings.Conflict: ("InvalidRequestException",),
        meanings.Invalid: ("InvalidRequestException",),
        # Not in the model, and yet what the portal answers to a role that is not the caller's: the tools look for it.
        meanings.Denied: ("ForbiddenException",),
        meanings.Refused: ("ForbiddenException",),
        meanings.Unauthenticated: ("UnauthorizedException",),
        meanings.QuotaExceeded: ("TooManyRequestsException",),
        meanings.Throttled: ("TooManyRequestsException",),
    },
    "sso-oidc": {
        **_SSO_ADMIN,
        meanings.NotFound: ("InvalidRequestException",),
        meanings.Conflict: ("InvalidRequestException",),
        meanings.Invalid: ("InvalidRequestException",),
        meanings.Denied: ("AccessDeniedException", "InvalidRequestException"),
        meanings.Refused: ("InvalidGrantException", "InvalidRequestException"),
        meanings.Unauthenticated: ("InvalidClientException",),
        meanings.QuotaExceeded: ("SlowDownException", "InvalidRequestException"),
        meanings.Throttled: ("SlowDownException", "InvalidRequestException"),
    },
}

STATUSES: Final[Mapping[str, int]] = {
    # Of codes that the models do not declare; a code that is neither here nor declared has 400.
    "AccessDenied": 403,
    "ForbiddenException": 403,
    "InternalFailure": 500,
    "InternalServerException": 500,
    "InvalidClientTokenId": 403,
    "NoSuchEntity": 404,
    "ServiceUnavailable": 503,
    "ServiceUnavailableException": 503,
}

BY_MEMBER: Final[Mapping[str, Mapping[str, str]]] = {
    # Services that have an error of its own for one member of the input.
    "cloudtrail": {
        "eventCategory": "InvalidEventCategoryException",
        "lookupAttributes": "InvalidLookupAttributesException",
        "maxResults": "InvalidMaxResultsException",
        "nextToken": "InvalidNextTokenException",
    }
}

REASON_MEMBERS: Final[Mapping[str, str]] = {"InvalidNextToken": "INVALID_NEXT_TOKEN"}
"""Neutral reasons as the member `Reason` of an error spells them (Organizations' InvalidInputException)."""

OAUTH_CODES: Final[Mapping[str, str]] = {
    # RFC 6749 section 5.2, RFC 8628 section 3.5, RFC 7591 section 3.2.2. All others are invalid_request, or server_error from 500 on.
    "AccessDeniedException": "access_denied",
    "AuthorizationPendingException": "authorization_pending",
    "ExpiredTokenException": "expired_token",
    "InternalServerException": "server_error",
    "InvalidClientException": "invalid_client",
    "InvalidClientMetadataException": "invalid_client_metadata",
    "InvalidGrantException": "invalid_grant",
    "InvalidRedirectUriException": "invalid_redirect_uri",
    "InvalidRequestException": "invalid_request",
    "InvalidScopeException": "invalid_scope",
    "SlowDownException": "slow_down",
    "UnauthorizedClientException": "unauthorized_client",
    "UnsupportedGrantTypeException": "unsupported_grant_type",
}
