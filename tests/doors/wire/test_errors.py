"""Errors as botocore reads them: each that a model declares, each meaning, each neutral reason."""

from typing import Any

import orjson
import pytest
from botocore.model import ServiceModel, Shape, StructureShape
from botocore.parsers import create_parser

from gatepost.doors.aws.wire import codec
from gatepost.doors.aws.wire.messages import Answer
from gatepost.doors.aws.wire.shapes import NAMINGS, Operation, service
from gatepost.kit import errors as meanings
from gatepost.kit.errors import Problem
from tests.doors.wire.samples import service_model

PROTOCOL_SERVICE = {"json": "sso-admin", "rest-json": "sso-oidc", "query": "sts"}

DECLARED = [(name, error.code) for name in NAMINGS for error in service(name).errors.values()]
MEANINGS = [
    meanings.NotFound,
    meanings.Conflict,
    meanings.Invalid,
    meanings.Denied,
    meanings.Unauthenticated,
    meanings.QuotaExceeded,
    meanings.Throttled,
    meanings.Unavailable,
    meanings.NotImplementedYet,
    meanings.Refused,
]


def answer(service_name: str, problem: Exception, operation: str | None = None) -> Answer:
    found = service(service_name)
    return codec.encode_error(found, found.operations[operation] if operation else None, problem, "the-request-id")


def understood(service_name: str, sent: Answer) -> dict[str, Any]:
    """What botocore makes of an error, with the members that its model has, as its endpoint adds them."""
    model = service_model(service_name)
    parser = create_parser(model.metadata["protocol"])
    response = {
        "status_code": sent.status,
        "headers": {name.lower(): value for name, value in sent.headers},
        "body": sent.body,
    }
    result: dict[str, Any] = parser.parse(response, _any_output(model))
    for shape in model.error_shapes:
        if isinstance(shape, StructureShape) and shape.error_code == result["Error"]["Code"]:
            result |= parser.parse(response, shape)
    return result


def _any_output(model: ServiceModel) -> Shape:
    outputs = (model.operation_model(name).output_shape for name in model.operation_names)
    return next(shape for shape in outputs if shape is not None)


def code(service_name: str, problem: Exception, operation: str | None = None) -> tuple[str, int]:
    sent = answer(service_name, problem, operation)
    result = understood(service_name, sent)
    assert dict(sent.headers)["x-amzn-ErrorType"] == result["Error"]["Code"]
    assert dict(sent.headers)["x-amzn-RequestId"] == "the-request-id"
    assert result["ResponseMetadata"]["RequestId"] == "the-request-id"
    return result["Error"]["Code"], sent.status


@pytest.mark.parametrize(("service_name", "name"), DECLARED)
def test_every_declared_error_by_its_code(service_name: str, name: str) -> None:
    sent = answer(service_name, Problem("Tell <why> & how.", reason=name))
    result = understood(service_name, sent)

    assert result["Error"]["Code"] == name
    assert result["Error"]["Message"] == "Tell <why> & how."
    assert sent.status == service(service_name).errors[name].status


@pytest.mark.parametrize("service_name", NAMINGS)
@pytest.mark.parametrize("meaning", MEANINGS)
def test_every_meaning_has_a_code_and_is_not_our_fault(service_name: str, meaning: type[Problem]) -> None:
    name, status = code(service_name, meaning("Why."))

    assert name
    assert 400 <= status < 500 or (meaning is meanings.Unavailable and status == 503)


@pytest.mark.parametrize(
    ("service_name", "meaning", "name", "status"),
    [
        ("sso-admin", meanings.NotFound, "ResourceNotFoundException", 400),
        ("sso-admin", meanings.Conflict, "ConflictException", 400),
        ("sso-admin", meanings.Invalid, "ValidationException", 400),
        ("sso-admin", meanings.Denied, "AccessDeniedException", 400),
        ("sso-admin", meanings.QuotaExceeded, "ServiceQuotaExceededException", 400),
        ("sso-admin", meanings.Throttled, "ThrottlingException", 400),
        ("identitystore", meanings.NotFound, "ResourceNotFoundException", 400),
        ("organizations", meanings.NotFound, "AccountNotFoundException", 400),
        ("organizations", meanings.Invalid, "InvalidInputException", 400),
        ("organizations", meanings.QuotaExceeded, "ConstraintViolationException", 400),
        ("organizations", meanings.Throttled, "TooManyRequestsException", 400),
        ("iam", meanings.NotFound, "NoSuchEntity", 404),
        ("iam", meanings.Conflict, "EntityAlreadyExists", 409),
        ("iam", meanings.Invalid, "ValidationError", 400),
        ("iam", meanings.Denied, "AccessDenied", 403),
        ("iam", meanings.QuotaExceeded, "LimitExceeded", 409),
        ("sts", meanings.Denied, "AccessDenied", 403),
        ("sts", meanings.Invalid, "ValidationError", 400),
        ("sso", meanings.Unauthenticated, "UnauthorizedException", 401),
        ("sso", meanings.NotFound, "ResourceNotFoundException", 404),
        ("sso", meanings.Invalid, "InvalidRequestException", 400),
        ("sso", meanings.Denied, "ForbiddenException", 403),
        ("sso", meanings.Throttled, "TooManyRequestsException", 429),
        ("sso-oidc", meanings.Unauthenticated, "InvalidClientException", 401),
        ("sso-oidc", meanings.Refused, "InvalidGrantException", 400),
        ("sso-oidc", meanings.Throttled, "SlowDownException", 400),
        ("sso-oidc", meanings.NotImplementedYet, "NotImplementedException", 400),
    ],
)
def test_meanings(service_name: str, meaning: type[Problem], name: str, status: int) -> None:
    assert code(service_name, meaning("Why.")) == (name, status)


@pytest.mark.parametrize(
    ("service_name", "operation", "meaning", "name"),
    [
        ("organizations", "DescribeOrganizationalUnit", meanings.NotFound, "OrganizationalUnitNotFoundException"),
        ("organizations", "DescribeCreateAccountStatus", meanings.NotFound, "CreateAccountStatusNotFoundException"),
        ("organizations", "DescribePolicy", meanings.NotFound, "PolicyNotFoundException"),
        ("organizations", "CreatePolicy", meanings.Conflict, "DuplicatePolicyException"),
        ("cloudtrail", "LookupEvents", meanings.Invalid, "InvalidLookupAttributesException"),
        ("cloudtrail", "GetTrail", meanings.NotFound, "TrailNotFoundException"),
        ("iam", "DeleteRole", meanings.Conflict, "DeleteConflict"),
    ],
)
def test_the_operation_decides_between_errors_of_one_meaning(
    service_name: str, operation: str, meaning: type[Problem], name: str
) -> None:
    assert code(service_name, meaning("Why."), operation)[0] == name


@pytest.mark.parametrize(
    ("reason", "json", "rest", "query"),
    [
        ("MissingAuthenticationToken", "MissingAuthenticationTokenException", None, "MissingAuthenticationToken"),
        ("IncompleteSignature", "IncompleteSignatureException", None, "IncompleteSignature"),
        ("InvalidClientTokenId", "UnrecognizedClientException", None, "InvalidClientTokenId"),
        ("SignatureDoesNotMatch", "InvalidSignatureException", None, "SignatureDoesNotMatch"),
        ("RequestExpired", "InvalidSignatureException", None, "SignatureDoesNotMatch"),
        ("ExpiredToken", "ExpiredTokenException", None, "ExpiredToken"),
        ("UnknownOperation", "UnknownOperationException", None, "InvalidAction"),
        ("SerializationException", "SerializationException", None, "MalformedInput"),
        ("MalformedQueryString", "SerializationException", None, "MalformedQueryString"),
        ("RequestEntityTooLarge", "RequestEntityTooLargeException", None, "RequestEntityTooLarge"),
        ("UnrecognizedClientException", "UnrecognizedClientException", None, "InvalidClientTokenId"),
        ("InvalidSignatureException", "InvalidSignatureException", None, "SignatureDoesNotMatch"),
        ("InvalidAction", "UnknownOperationException", None, "InvalidAction"),
    ],
)
def test_neutral_reasons_are_spelt_by_each_protocol(reason: str, json: str, rest: str | None, query: str) -> None:
    problem = meanings.Unauthenticated("Why.", reason=reason)

    assert code(PROTOCOL_SERVICE["json"], problem)[0] == json
    assert code(PROTOCOL_SERVICE["rest-json"], problem)[0] == (rest or json)
    assert code(PROTOCOL_SERVICE["query"], problem)[0] == query


def test_a_body_that_is_too_large_has_its_own_status() -> None:
    problem = meanings.Invalid("Too large.", reason="RequestEntityTooLarge")

    assert {code(name, problem)[1] for name in NAMINGS} == {413}


def test_session_tokens_and_identity_tokens_expire_under_different_codes() -> None:
    assert code("sts", meanings.Unauthenticated("Why.", reason="ExpiredToken")) == ("ExpiredToken", 403)
    assert code("sts", meanings.Invalid("Why.", reason="ExpiredTokenException")) == ("ExpiredTokenException", 400)


def test_page_tokens() -> None:
    problem = meanings.Invalid("Why.", reason="InvalidNextToken")

    assert code("cloudtrail", problem, "LookupEvents")[0] == "InvalidNextTokenException"
    assert code("sso-admin", problem, "ListInstances")[0] == "ValidationException"
    organizations = understood("organizations", answer("organizations", problem, "ListAccounts"))
    assert (organizations["Error"]["Code"], organizations["Reason"]) == ("InvalidInputException", "INVALID_NEXT_TOKEN")


def test_organizations_names_the_broken_constraint() -> None:
    problem = meanings.Invalid("Why.", reason="MIN_LENGTH_EXCEEDED")

    assert understood("organizations", answer("organizations", problem))["Reason"] == "MIN_LENGTH_EXCEEDED"
    assert "Reason" not in understood("sso-admin", answer("sso-admin", problem))


def test_cloudtrail_has_an_error_for_the_member_that_is_wrong() -> None:
    problem = meanings.Invalid("Why.", reason="MAX_VALUE_EXCEEDED", details={"member": "maxResults"})

    assert code("cloudtrail", problem, "LookupEvents")[0] == "InvalidMaxResultsException"


def test_details_fill_the_members_that_the_model_declares() -> None:
    details = {"resource_id": "id", "resource_type": "USER", "not_in_the_model": "canary"}

    sent = answer("identitystore", meanings.NotFound("USER not found.", details=details))
    result = understood("identitystore", sent)

    assert (result["ResourceId"], result["ResourceType"]) == ("id", "USER")
    assert result["RequestId"] == "the-request-id"
    assert b"canary" not in sent.body


def test_numbers_among_the_details() -> None:
    problem = meanings.Throttled("Later.", details={"retry_after_seconds": 7})

    assert understood("identitystore", answer("identitystore", problem))["RetryAfterSeconds"] == 7


@pytest.mark.parametrize("service_name", NAMINGS)
def test_a_fault_of_ours_says_nothing_about_itself(service_name: str) -> None:
    sent = answer(service_name, RuntimeError("canary"))

    assert sent.status == 500
    assert b"canary" not in sent.body
    assert understood(service_name, sent)["Error"]["Message"] == "An internal error occurred."


@pytest.mark.parametrize(
    ("reason", "name", "error"),
    [
        ("authorization_pending", "AuthorizationPendingException", "authorization_pending"),
        ("slow_down", "SlowDownException", "slow_down"),
        ("expired_token", "ExpiredTokenException", "expired_token"),
        ("access_denied", "AccessDeniedException", "access_denied"),
        ("invalid_client", "InvalidClientException", "invalid_client"),
        ("invalid_client_metadata", "InvalidClientMetadataException", "invalid_client_metadata"),
        ("invalid_grant", "InvalidGrantException", "invalid_grant"),
        ("invalid_redirect_uri", "InvalidRedirectUriException", "invalid_redirect_uri"),
        ("invalid_request", "InvalidRequestException", "invalid_request"),
        ("invalid_scope", "InvalidScopeException", "invalid_scope"),
        ("unauthorized_client", "UnauthorizedClientException", "unauthorized_client"),
        ("unsupported_grant_type", "UnsupportedGrantTypeException", "unsupported_grant_type"),
        ("InvalidRequestRegionException", "InvalidRequestRegionException", "invalid_request"),
        ("ExpiredTokenException", "ExpiredTokenException", "expired_token"),
        ("NotKnown", "InvalidGrantException", "invalid_grant"),
    ],
)
def test_sso_oidc_answers_both_aws_and_oauth(reason: str, name: str, error: str) -> None:
    sent = answer("sso-oidc", meanings.Refused("Not yet.", reason=reason))
    body = orjson.loads(sent.body)

    assert dict(sent.headers)["x-amzn-ErrorType"] == name
    assert (body["error"], body["error_description"]) == (error, "Not yet.")


def test_sso_oidc_tells_oauth_clients_whose_fault_it_is() -> None:
    assert orjson.loads(answer("sso-oidc", RuntimeError()).body)["error"] == "server_error"
    assert orjson.loads(answer("sso-oidc", meanings.Unavailable("Away.")).body)["error"] == "server_error"
    assert orjson.loads(answer("sso-oidc", meanings.NotImplementedYet("No.")).body)["error"] == "invalid_request"


def test_xml_stays_well_formed_whatever_a_sentence_quotes() -> None:
    sent = answer("iam", meanings.Invalid("a\0b\x1b]]> <x> \ud800 & \ufffe"))

    assert understood("iam", sent)["Error"]["Message"] == "a\ufffdb\ufffd]]> <x> \ufffd & \ufffd"


def test_every_operation_declares_errors_of_its_service() -> None:
    operations: list[Operation] = [each for name in NAMINGS for each in service(name).operations.values()]

    for operation in operations:
        assert operation.errors.keys() <= operation.service.errors.keys()
