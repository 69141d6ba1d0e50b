"""boto3 and a browser: who comes from a network that is not let in gets nothing."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from gatepost.cli import app as command
from tests.doors.sso_admin.conftest import Admin

OFFICE, HOME = "203.0.113.9", "198.51.100.7"
ONLY_THE_OFFICE = {"VpceAccessRequired": True, "AllowSourceIps": ["203.0.113.0/24", "2001:db8::/32"]}
VPC = "arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0123456789abcdef0"


def restrict(admin: Admin, configuration: dict[str, Any] | None = None) -> None:
    """Let the office in and nobody else, by a call from there."""
    admin.installation.address = OFFICE
    admin.sso.update_instance(InstanceArn=admin.instance_arn, NetworkConfiguration=configuration or ONLY_THE_OFFICE)


def details(admin: Admin) -> Any:
    return admin.sso.describe_instance(InstanceArn=admin.instance_arn).get("NetworkConfigurationDetails")


def is_open(admin: Admin, address: str) -> bool:
    admin.installation.address = address
    try:
        admin.sso.describe_instance(InstanceArn=admin.instance_arn)
    except admin.sso.exceptions.AccessDeniedException:
        return False
    return True


def test_it_is_kept_as_it_was_given(admin: Admin) -> None:
    assert details(admin) is None
    whole = ONLY_THE_OFFICE | {
        "RestrictSourceVpcs": [VPC],
        "ExcludeApplicationArns": ["arn:aws:sso::111122223333:application/*"],
    }
    restrict(admin, whole)
    assert details(admin) == whole
    admin.sso.update_instance(InstanceArn=admin.instance_arn, Name="acme")
    assert details(admin) == whole
    restrict(admin, {**ONLY_THE_OFFICE, "RestrictSourceVpcs": []})
    assert details(admin) == ONLY_THE_OFFICE


def test_without_the_requirement_lists_are_cleared_and_everybody_comes_in(admin: Admin) -> None:
    restrict(admin)
    restrict(admin, {"VpceAccessRequired": False, "AllowSourceIps": ["203.0.113.0/24"], "RestrictSourceVpcs": [VPC]})
    assert details(admin) == {"VpceAccessRequired": False}
    assert is_open(admin, HOME)


def test_who_comes_from_elsewhere_gets_nothing_of_the_administration(admin: Admin) -> None:
    restrict(admin)
    assert is_open(admin, OFFICE)
    assert is_open(admin, "2001:db8::1")
    assert not is_open(admin, HOME)
    assert not is_open(admin, "2001:db9::1")
    denied = "AccessDeniedException"
    sso, directory = (admin.installation.client(name) for name in ("sso-admin", "identitystore"))
    admin.installation.address = HOME
    for call in (
        sso.list_instances,
        lambda: sso.list_permission_sets(InstanceArn=admin.instance_arn),
        lambda: sso.create_permission_set(InstanceArn=admin.instance_arn, Name="Other"),
        lambda: directory.list_users(IdentityStoreId=admin.identity_store_id),
        directory.list_identity_stores,
    ):
        with pytest.raises(ClientError, match=f"network configuration does not allow access from {HOME}") as caught:
            call()
        assert caught.value.response["Error"]["Code"] == denied
    # The account itself is not the instance's.
    assert admin.installation.client("sts").get_caller_identity()


def test_who_comes_from_elsewhere_gets_nothing_of_signing_in(admin: Admin) -> None:
    oidc = admin.installation.client("sso-oidc")
    client = oidc.register_client(clientName="cli", clientType="public")
    restrict(admin)
    admin.installation.address = HOME
    with pytest.raises(oidc.exceptions.InvalidRequestException, match="network configuration"):
        oidc.register_client(clientName="cli", clientType="public")
    with pytest.raises(oidc.exceptions.AccessDeniedException, match="network configuration"):
        oidc.create_token(
            clientId=client["clientId"],
            clientSecret=client["clientSecret"],
            grantType="refresh_token",
            refreshToken="none",
        )


@pytest.mark.parametrize("path", ["/", "/start", "/sign-in", "/device", "/authorize", "/api/v1/me"])
def test_who_comes_from_elsewhere_sees_no_page(admin: Admin, path: str) -> None:
    restrict(admin)
    browser = admin.installation.http
    refused = browser.get(path, environ_overrides={"REMOTE_ADDR": HOME})
    assert refused.status_code == 403
    assert HOME in refused.get_data(as_text=True)
    assert 'name="password"' not in refused.get_data(as_text=True)
    assert browser.get(path, environ_overrides={"REMOTE_ADDR": OFFICE}).status_code != 403


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/device", "/authorize"])
def test_who_comes_from_elsewhere_sends_no_form(admin: Admin, path: str) -> None:
    restrict(admin)
    refused = admin.installation.http.post(path, data={"user_name": "admin"}, environ_overrides={"REMOTE_ADDR": HOME})
    assert refused.status_code == 403
    assert HOME in refused.get_data(as_text=True)


def test_health_is_told_to_everybody(admin: Admin) -> None:
    restrict(admin)
    for path in ("/healthz", "/readyz"):
        assert admin.installation.http.get(path, environ_overrides={"REMOTE_ADDR": HOME}).status_code == 200


def test_the_denial_is_recorded(admin: Admin) -> None:
    restrict(admin)
    assert not is_open(admin, HOME)
    [event, *_] = admin.installation.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "DescribeInstance"}]
    )["Events"]
    body = json.loads(event["CloudTrailEvent"])
    assert (body["errorCode"], body["sourceIPAddress"]) == ("AccessDeniedException", HOME)


@pytest.fixture
def as_this_installation(admin: Admin, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line, on the same database."""
    settings = admin.installation.runtime.settings
    monkeypatch.setenv("GATEPOST_DATABASE_URL", settings.resolved_database_url)
    monkeypatch.setenv("GATEPOST_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("GATEPOST_LOG_LEVEL", "error")
    return CliRunner()


def test_who_is_locked_out_is_told_and_has_a_way_back(admin: Admin, as_this_installation: CliRunner) -> None:
    admin.installation.address = HOME
    admin.sso.update_instance(InstanceArn=admin.instance_arn, NetworkConfiguration=ONLY_THE_OFFICE)
    assert not is_open(admin, HOME)
    [event] = admin.installation.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "UpdateInstance"}]
    )["Events"]
    assert json.loads(event["CloudTrailEvent"])["additionalEventData"] == {"callerAddressAdmitted": False}

    shown = as_this_installation.invoke(command, ["network", "show"])
    assert json.loads(shown.stdout)["instance"]["allow_source_ips"] == ONLY_THE_OFFICE["AllowSourceIps"]
    lifted = as_this_installation.invoke(command, ["network", "lift"])
    assert lifted.exit_code == 0, lifted.output
    assert is_open(admin, HOME)
    assert details(admin) is None


def test_an_account_instance_has_networks_of_its_own(admin: Admin) -> None:
    restrict(admin)
    member = admin.member(admin.account("sandbox"))
    own = member.instance()["InstanceArn"]
    member.sso.update_instance(
        InstanceArn=own, NetworkConfiguration={"VpceAccessRequired": True, "AllowSourceIps": [f"{HOME}/32", OFFICE]}
    )
    admin.installation.address = HOME
    assert member.sso.describe_instance(InstanceArn=own)["Status"] == "ACTIVE"
    admin.installation.address = "192.0.2.1"
    with pytest.raises(member.sso.exceptions.AccessDeniedException, match="network"):
        member.sso.describe_instance(InstanceArn=own)
