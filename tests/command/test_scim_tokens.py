"""`gatepost scim token …`, typed in this process: starting nine of them takes a minute."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from gatepost import cli

Gatepost = Callable[..., str]


@pytest.fixture
def command(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Gatepost:
    """Run the command on a database and return what it prints, or what it complains of."""
    monkeypatch.setenv("GATEPOST_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GATEPOST_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("GATEPOST_LOG_LEVEL", "error")

    def run(*arguments: str, fails: bool = False) -> str:
        monkeypatch.setattr(sys, "argv", ["gatepost", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        printed = capsys.readouterr()
        assert (left.value.code == 1) is fails, printed.err
        return printed.err if fails else printed.out

    return run


@pytest.fixture
def made(command: Gatepost) -> dict[str, str]:
    """What bootstrap tells of the organisation that it makes."""
    return cast(dict[str, str], json.loads(command("bootstrap", "--json")))


@pytest.fixture
def gatepost(command: Gatepost, made: dict[str, str]) -> Gatepost:
    """The command, on a database in which an organisation is."""
    assert made
    return command


def test_a_token_is_made_listed_rotated_and_deleted(gatepost: Gatepost) -> None:
    made = json.loads(gatepost("scim", "token", "create", "--json", "--profile", "aws"))
    assert set(made) == {"url", "token", "id", "expires_at"}
    assert made["url"].endswith("/scim/v2")
    [listed] = json.loads(gatepost("scim", "token", "list", "--json"))["tokens"]
    assert (listed["id"], listed["profile"], "token" in listed) == (made["id"], "aws", False)

    rotated = json.loads(gatepost("scim", "token", "rotate", made["id"], "--json"))
    assert rotated["token"] != made["token"]
    assert "There is no access token" in gatepost("scim", "token", "rotate", made["id"], fails=True)

    assert rotated["token"] not in gatepost("scim", "token", "list")
    gatepost("scim", "token", "delete", rotated["id"])
    assert "gatepost scim token create makes one" in gatepost("scim", "token", "list")


def test_it_is_printed_for_people_too(gatepost: Gatepost) -> None:
    printed = gatepost("scim", "token", "create")
    assert "gpp_" in printed
    assert "the token is not shown again" in printed


def test_a_third_token_is_refused(gatepost: Gatepost) -> None:
    gatepost("scim", "token", "create")
    gatepost("scim", "token", "create")
    assert gatepost("scim", "token", "create", fails=True).startswith("gatepost: There are 2 access tokens already")


def test_tokens_are_made_for_the_instance_that_is_named(gatepost: Gatepost, made: dict[str, str]) -> None:
    for name in (made["instance_arn"], made["identity_store_id"]):
        gatepost("scim", "token", "create", "--instance", name)
    assert len(json.loads(gatepost("scim", "token", "list", "--json"))["tokens"]) == 2
    assert "Could not find Instance" in gatepost("scim", "token", "create", "--instance", "ssoins-0", fails=True)
