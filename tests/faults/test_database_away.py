"""A database that is away: each door says so with 503 in its own form, at once, and all recovers by itself."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any

import orjson
import pytest
from botocore.exceptions import ClientError
from lxml import etree

from tests.faults.conftest import Company, Found, until
from tests.journeys.company import client
from tests.kit import PATIENCE_SECONDS
from tests.servers import postgres
from tests.servers.postgres import Postgres

COOKIE = {"Cookie": "gatepost=" + "t" * 43}
LOGIN = "/sign-in"


@pytest.fixture
def cluster() -> Iterator[Postgres]:
    """A cluster of this test's own, which it may stop."""
    with postgres.running(postgres.binaries()) as cluster:
        yield cluster


@pytest.fixture
def company(found: Found, cluster: Postgres) -> Company:
    return found(database_url=cluster.url(cluster.create()))


def get(company: Company, path: str, headers: dict[str, str] | None = None) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(company.gatepost.url + path, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def refusal(call: Callable[[], Any]) -> tuple[int, str]:
    """Return status and code of an AWS service's error."""
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


def test_it_is_said_and_it_passes(company: Company, cluster: Postgres) -> None:
    company.gatepost.start()
    administrator = company.administrator
    before = administrator.user("before")
    administrator.client("sts").get_caller_identity()
    assert get(company, "/readyz")[0] == 200

    cluster.stop()
    began = time.monotonic()
    _check_aws(company)
    _check_pages(company)
    assert time.monotonic() - began < 10, "each answer waited for a database that was known to be away"

    cluster.start()
    until(lambda: True if get(company, "/readyz")[0] == 200 else None, "recovery")
    after = administrator.user("after")
    administrator.assign(company.facts["account_id"], administrator.permission_set("Auditors"), after)
    directory = administrator.client("identitystore")
    found = directory.describe_user(IdentityStoreId=company.facts["identity_store_id"], UserId=before.user_id)
    assert found["UserName"] == "before"
    assert len(administrator.events("EventName", "GetCallerIdentity")) == 2
    assert "database_unavailable" in company.gatepost.log
    assert "fault" not in company.gatepost.log


def _check_aws(company: Company) -> None:
    administrator, url = company.administrator, company.gatepost.url
    assert refusal(administrator.client("sts").get_caller_identity) == (503, "ServiceUnavailable")
    assert refusal(administrator.client("iam").list_roles) == (503, "ServiceUnavailable")
    assert refusal(administrator.client("sso-admin").list_instances) == (503, "ServiceUnavailableException")
    assert refusal(lambda: client("sso", url).list_accounts(accessToken="gpa_" + "a" * 43)) == (
        503,
        "ServiceUnavailableException",
    )
    assert refusal(lambda: client("sso-oidc", url).register_client(clientName="a", clientType="public")) == (
        503,
        "ServiceUnavailableException",
    )


def _check_pages(company: Company) -> None:
    assert get(company, "/healthz")[0] == 200
    status, _, body = get(company, "/readyz")
    assert (status, body) == (503, b"not ready: The database is not available.\n")
    status, headers, body = get(company, "/api/v1/me", COOKIE)
    assert (status, headers["Content-Type"]) == (503, "application/problem+json")
    assert orjson.loads(body)["status"] == 503
    for path in ("/", "/device"):
        status, headers, body = get(company, path, COOKIE)
        assert status == 503
        assert headers["x-amzn-RequestId"].encode() in body
        heading = etree.HTML(body).find(".//h1")
        assert heading is not None
        assert heading.text == "Back in a moment"
