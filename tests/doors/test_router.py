"""Which operation a request means, and what is said to one that means none."""

import pytest

from gatepost.doors.aws import router
from gatepost.kit.errors import Invalid
from gatepost.web.signing.request import Request


def post(target: str | None = None, form: str = "", query: str = "", path: str = "/", method: str = "POST") -> Request:
    headers = [] if target is None else [("X-Amz-Target", target)]
    return Request(method, path, query, headers, form.encode())


def routed(request: Request) -> tuple[str, str]:
    found = router.find_service(request)
    return found.name, router.find_operation(found, request).name


@pytest.mark.parametrize(
    ("request_", "operation"),
    [
        (post("SWBExternalService.ListInstances"), ("sso-admin", "ListInstances")),
        (post("AWSIdentityStore.CreateUser"), ("identitystore", "CreateUser")),
        (post("AWSOrganizationsV20161128.ListRoots"), ("organizations", "ListRoots")),
        (
            post("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"),
            ("cloudtrail", "LookupEvents"),
        ),
        (post(form="Action=GetCallerIdentity&Version=2011-06-15"), ("sts", "GetCallerIdentity")),
        (post(form="Action=GetRole&Version=2010-05-08"), ("iam", "GetRole")),
        (post(query="Action=GetCallerIdentity&Version=2011-06-15", method="GET"), ("sts", "GetCallerIdentity")),
        (post(path="/client/register"), ("sso-oidc", "RegisterClient")),
        (post(path="/device_authorization"), ("sso-oidc", "StartDeviceAuthorization")),
        (post(path="/token"), ("sso-oidc", "CreateToken")),
        (post(path="/token", query="aws_iam=t"), ("sso-oidc", "CreateTokenWithIAM")),
        (post(path="/token", query="aws_iam=f"), ("sso-oidc", "CreateToken")),
        (post(path="/logout"), ("sso", "Logout")),
        (post(path="/federation/credentials", method="GET"), ("sso", "GetRoleCredentials")),
        (post(path="/assignment/accounts", method="GET"), ("sso", "ListAccounts")),
        (post(path="/assignment/roles", method="GET"), ("sso", "ListAccountRoles")),
    ],
)
def test_operations(request_: Request, operation: tuple[str, str]) -> None:
    assert routed(request_) == operation


def test_the_paths_of_this_door() -> None:
    assert router.paths() == {
        "/",
        "/client/register",
        "/device_authorization",
        "/token",
        "/logout",
        "/federation/credentials",
        "/assignment/accounts",
        "/assignment/roles",
    }


@pytest.mark.parametrize(
    ("request_", "service", "reason"),
    [
        (post("SWBExternalService.NoSuch"), "sso-admin", "UnknownOperation"),
        (post("AWSIdentityStore.ListInstances"), "identitystore", "UnknownOperation"),
        (post("NoSuchService.ListInstances"), "sso-admin", "UnknownOperation"),
        (post("ListInstances"), "sso-admin", "UnknownOperation"),
        (post(""), "sso-admin", "UnknownOperation"),
        (post("SWBExternalService.ListInstances", method="GET"), "sso-admin", "UnknownOperation"),
        (post(form="Action=NoSuch&Version=2010-05-08"), "iam", "UnknownOperation"),
        (post(form="Action=GetRole&Version=2011-06-15"), "sts", "UnknownOperation"),
        (post(form="Action=GetCallerIdentity"), "sts", "UnknownOperation"),
        (post(form="Action=GetCallerIdentity&Version=1999-01-01"), "sts", "UnknownOperation"),
        (post(form="Version=2010-05-08"), "iam", "MissingAction"),
        (post(), "sts", "MissingAction"),
        (post(form="Action=a&Action=b"), "sts", "MalformedQueryString"),
        (post(form="Action=%FF"), "sts", "MalformedQueryString"),
        (post(path="/token", method="GET"), "sso-oidc", "UnknownOperation"),
        (post(path="/assignment/accounts"), "sso", "UnknownOperation"),
    ],
)
def test_a_request_that_means_no_operation(request_: Request, service: str, reason: str) -> None:
    found = router.find_service(request_)
    with pytest.raises(Invalid) as caught:
        router.find_operation(found, request_)

    assert (found.name, caught.value.reason) == (service, reason)


def test_an_unknown_action_is_named_as_aws_does_and_cannot_forge_a_line() -> None:
    request = post(form="Action=No%0ASuch%00%3Cb%3E&Version=2011-06-15")

    with pytest.raises(Invalid) as caught:
        router.find_operation(router.find_service(request), request)

    assert caught.value.message == "Could not find operation NoSuchb for version 2011-06-15"
