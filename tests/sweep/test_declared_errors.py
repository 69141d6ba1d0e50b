"""Each error that an operation declares is reached, or it is said why it cannot be."""

from collections.abc import Mapping

import pytest

from tests.doors.wire.samples import service_model
from tests.sweep.conftest import Copies
from tests.sweep.operations import OPERATIONS, complaints
from tests.sweep.scenarios import SCENARIOS
from tests.sweep.token_scenarios import TOKEN_SCENARIOS

Reached = frozenset[tuple[str, str]]

DECLARED = [
    (name, shape.name)
    for service, name in OPERATIONS
    for shape in service_model(service).operation_model(name).error_shapes
]

NEVER: Mapping[str, str] = {
    "InternalServerException": "a fault of ours, which no input may cause",
    "ThrottlingException": "no rate of calls is too high",
    "TooManyRequestsException": "no rate of calls is too high",
}

_NO_SUCH_QUOTA = "no quota stands in its way"
_NOT_TOLD = (
    "which accounts and roles there are is not told: what is not the person's own is Forbidden, or not in the list"
)
_NO_EXCHANGE = "it exchanges nothing yet (UnsupportedGrantTypeException)"

UNREACHABLE: Mapping[tuple[str, str], str] = {
    ("CreateAccountAssignment", "ServiceQuotaExceededException"): _NO_SUCH_QUOTA,
    ("CreateApplicationAssignment", "ServiceQuotaExceededException"): _NO_SUCH_QUOTA,
    ("UpdateGroup", "ServiceQuotaExceededException"): _NO_SUCH_QUOTA,
    ("UpdateUser", "ServiceQuotaExceededException"): _NO_SUCH_QUOTA,
    ("GetRoleCredentials", "ResourceNotFoundException"): _NOT_TOLD,
    ("ListAccountRoles", "ResourceNotFoundException"): _NOT_TOLD,
    ("ListAccounts", "ResourceNotFoundException"): _NOT_TOLD,
    (
        "Logout",
        "InvalidRequestException",
    ): "its only member is the token, without which nobody is asking (UnauthorizedException)",
    ("CreateTokenWithIAM", "InvalidGrantException"): _NO_EXCHANGE,
    ("CreateTokenWithIAM", "AuthorizationPendingException"): "no device waits for an application",
    ("CreateTokenWithIAM", "ExpiredTokenException"): _NO_EXCHANGE,
    ("CreateTokenWithIAM", "InvalidRequestRegionException"): "a token is good in every Region",
    ("CreateTokenWithIAM", "SlowDownException"): "no device waits for an application",
    ("RegisterClient", "SlowDownException"): "no rate of calls is too high",
    ("StartDeviceAuthorization", "SlowDownException"): "no rate of calls is too high",
}


@pytest.fixture(scope="module")
def reached(sqlite_copies: Copies) -> Reached:
    """Play every scenario, and hold each answer against its operation's model."""
    found: set[tuple[str, str]] = set()
    for scenario in (*SCENARIOS, *TOKEN_SCENARIOS):
        for service, name, answer in scenario(sqlite_copies):
            assert complaints(service_model(service).operation_model(name), answer) == [], (scenario, name)
            found.add((name, answer.code))
    return frozenset(found)


def test_every_declared_error_is_reached_or_explained(reached: Reached) -> None:
    missed = [each for each in DECLARED if each not in reached and each not in UNREACHABLE and each[1] not in NEVER]
    assert not missed, "\n".join(map(str, missed))


def test_no_explanation_is_for_what_is_reached(reached: Reached) -> None:
    assert [each for each in reached if each in UNREACHABLE or each[1] in NEVER] == []
    assert UNREACHABLE.keys() <= set(DECLARED)
