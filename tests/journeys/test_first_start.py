"""From an empty folder: the first start makes an organisation and says how to begin, the second finds it again."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.journeys import pages
from tests.journeys.company import PASSWORD, Keys, client
from tests.journeys.terminal import Terminal
from tests.servers.chromium import Window
from tests.servers.gatepost import Gatepost

MEMBERS = {
    "account_id",
    "region",
    "instance_arn",
    "identity_store_id",
    "start_url",
    "start_url_alias",
    "admin_user_id",
    "invitation_url",
}
KEY_MEMBERS = {"access_key_id", "secret_access_key"}


@pytest.fixture
def empty(install: Callable[..., Gatepost], empty_database_url: str) -> Gatepost:
    """An installation whose folder and database are empty, on each kind of database."""
    return install(database_url=empty_database_url)


def printed(gatepost: Gatepost, label: str) -> str:
    """Return what the last start printed after a label."""
    return str(re.findall(rf"^{re.escape(label)}\s+(\S+)$", gatepost.log, re.MULTILINE)[-1])


def cli_settings(gatepost: Gatepost) -> str:
    """Return the AWS CLI's profile as the last start printed it."""
    return str(re.findall(r"^\[profile admin\]\n(?:.*\n)*?cloudtrail =\n.*\n", gatepost.log, re.MULTILINE)[-1])


def test_an_administrator_begins_with_an_empty_folder(
    empty: Gatepost, open_window: Callable[..., Window], terminal: Callable[[str], Terminal]
) -> None:
    empty.start()
    account_id = printed(empty, "Management account:")
    alias = printed(empty, "The CLI's start URL:")
    assert re.fullmatch(r"\d{12}", account_id)
    assert re.fullmatch(r"https://d-[0-9a-f]{10}\.awsapps\.com/start", alias)
    assert printed(empty, "Sign in:") == f"{empty.url}/start"
    [link] = re.findall(rf"{empty.url}/invitation/\S+", empty.log)

    page = open_window().page
    pages.accept_invitation(page, link)
    assert pages.entitlements(page) == {"Management": ["AdministratorAccess"]}
    home = terminal(empty.url)
    home.config.write_text(cli_settings(empty))
    with home.signing_in("--profile", "admin") as login:
        page.goto(login.page_with_code)
        page.get_by_role("button", name="Allow").click()
        code, output = login.finish()
    assert code == 0, output
    [instance] = home.boto3("sso-admin", "list_instances", profile="admin")["Instances"]
    made = home.boto3(
        "identitystore",
        "create_group",
        profile="admin",
        IdentityStoreId=instance["IdentityStoreId"],
        DisplayName="Builders",
    )

    empty.stop()
    empty.start()
    assert printed(empty, "Management account:") == account_id
    assert printed(empty, "The CLI's start URL:") == alias
    assert len(re.findall("/invitation/gpi_", empty.log)) == 1, "the second start invites nobody"
    page.goto(f"{empty.url}/start")
    assert pages.entitlements(page) == {"Management": ["AdministratorAccess"]}, "the session outlives the server"
    [group] = home.boto3("identitystore", "list_groups", profile="admin", IdentityStoreId=instance["IdentityStoreId"])[
        "Groups"
    ]
    assert group["GroupId"] == made["GroupId"]


def test_bootstrap_makes_everything_without_a_person(empty: Gatepost, open_window: Callable[..., Window]) -> None:
    (empty.folder / "password").write_text(PASSWORD + "\n")
    facts = empty.bootstrap(
        *("--account-id", "111122223333", "--region", "eu-central-1"),
        *("--admin-user", "root", "--admin-email", "root@people.example.com"),
        *("--admin-password-file", "password", "--access-key"),
    )
    assert set(facts) == MEMBERS | KEY_MEMBERS
    assert facts["account_id"] == "111122223333"
    assert facts["region"] == "eu-central-1"
    assert re.fullmatch(r"arn:aws:sso:::instance/ssoins-[0-9a-f]{16}", facts["instance_arn"])
    assert facts["start_url"] == f"{empty.url}/start"
    assert facts["start_url_alias"] == f"https://{facts['identity_store_id']}.awsapps.com/start"
    assert facts["invitation_url"] is None, "the administrator has a password already"

    again = empty.run("bootstrap", "--json", succeeds=False)
    assert again.returncode == 1
    assert "has an organisation already" in again.stderr

    empty.start()
    page = open_window().page
    pages.open_portal(page, empty.url, "root")
    assert pages.entitlements(page) == {"Management": ["AdministratorAccess"]}
    keys = Keys(facts["access_key_id"], facts["secret_access_key"])
    assert client("sts", empty.url, keys).get_caller_identity()["Arn"] == (
        "arn:aws:iam::111122223333:user/bootstrap-admin"
    )
    directory = client("identitystore", empty.url, keys, region="eu-central-1")
    [user] = directory.list_users(IdentityStoreId=facts["identity_store_id"])["Users"]
    assert user["UserId"] == facts["admin_user_id"]


def test_bootstrap_by_default_invites_its_administrator(empty: Gatepost, open_window: Callable[..., Window]) -> None:
    facts = json.loads(empty.run("bootstrap", "--json").stdout)
    assert set(facts) == MEMBERS
    assert urlsplit(facts["invitation_url"])[:2] == urlsplit(empty.url)[:2]
    empty.start()
    pages.accept_invitation(open_window("phone").page, facts["invitation_url"])


def test_bootstrap_says_what_is_wrong_and_makes_nothing(install: Callable[..., Gatepost]) -> None:
    gatepost = install()
    (gatepost.folder / "password").write_text("password123\n")
    wrong = {
        "'nowhere' is not the name of a Region": ("--region", "nowhere"),
        "Use at least 15 characters": ("--admin-password-file", "password"),
    }
    for sentence, arguments in wrong.items():
        done = gatepost.run("bootstrap", "--json", *arguments, succeeds=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"gatepost: {sentence}")
        assert "password123" not in done.stderr
    assert set(gatepost.bootstrap()) == MEMBERS
