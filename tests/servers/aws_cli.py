"""Debian's AWS CLI 2.9.19, with a home folder of its own whose endpoints all lie at Gatepost."""

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.kit import PATIENCE_SECONDS
from tests.servers.peers import absent, program


class AwsCli:
    """One person's AWS CLI: the home folder holds the profiles, the signed-in sessions and the endpoints."""

    def __init__(self, command: Path, home: Path, endpoint: str, region: str = "us-east-1") -> None:
        self.command = command
        self._region = region
        self.home = home
        self.folder = home / ".aws"
        models = self.folder / "models"
        models.mkdir(parents=True, exist_ok=True)
        (models / "endpoints.json").write_text(json.dumps(_endpoints(endpoint)))

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return what the command sees: nothing of this machine's own profiles, keys or proxies."""
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "AWS_DEFAULT_REGION": self._region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
        } | dict(extra or {})

    def configure(self, text: str) -> None:
        """Write `~/.aws/config`."""
        (self.folder / "config").write_text(text)

    def sso_profile(self, name: str, *, start_url: str, account_id: str, role_name: str) -> None:
        """Add a profile of a person who signs in at `start_url`, with an sso-session of the same name."""
        with (self.folder / "config").open("a") as config:
            config.write(
                f"[profile {name}]\nsso_session = {name}\nsso_account_id = {account_id}\nsso_role_name = {role_name}\n"
                f"region = {self._region}\noutput = json\n"
                f"[sso-session {name}]\nsso_start_url = {start_url}\nsso_region = {self._region}\n"
                "sso_registration_scopes = sso:account:access\n"
            )

    def run(
        self, *arguments: str, environment: Mapping[str, str] | None = None, succeeds: bool | None = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; `succeeds` None takes either end."""
        done = subprocess.run(
            [self.command, *arguments],
            env=self.environment(environment),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        if succeeds is not None:
            assert (done.returncode == 0) == succeeds, f"aws {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done

    def json(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Any:
        """Run a command that answers in JSON and return the answer, or None where there is none."""
        output = self.run(*arguments, "--output", "json", environment=environment).stdout
        return json.loads(output) if output.strip() else None

    def start(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a command that waits for a person, such as `sso login --no-browser`; the caller ends it.

        Its standard output is a pipe, not buffered, from which the caller reads the address and the code.
        """
        return subprocess.Popen(
            [self.command, *arguments],
            env=self.environment({"PYTHONUNBUFFERED": "1"} | dict(environment or {})),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def _endpoints(endpoint: str) -> dict[str, Any]:
    """Return an endpoints.json in which every service, in every Region, is at `endpoint`.

    This version knows neither AWS_ENDPOINT_URL nor `services` in a profile; but where a person has an endpoints.json of
    their own, it resolves by that file and leaves the rule sets that it ships aside.
    """
    address = urlsplit(endpoint)
    return {
        "version": 3,
        "partitions": [
            {
                "partition": "aws",
                "partitionName": "Gatepost",
                "dnsSuffix": "invalid",
                "regionRegex": "^[a-z]{2}(-[a-z]+)+-\\d+$",
                "regions": {},
                "defaults": {
                    "hostname": address.netloc,
                    "protocols": [address.scheme],
                    "signatureVersions": ["v4"],
                },
                "services": {},
            }
        ],
    }


@pytest.fixture(scope="session")
def aws_cli_command() -> Path:
    """The AWS CLI that Debian installs; one of another origin may stand before it in PATH."""
    command = program("/usr/bin/aws", "awscli")
    done = subprocess.run(
        [command, "--version"], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True
    )
    if not done.stdout.startswith("aws-cli/2."):
        absent(f"needs version 2 of the AWS CLI as {command}, which is {done.stdout.strip()}")
    return command


@pytest.fixture
def aws_cli(aws_cli_command: Path, tmp_path: Path) -> Callable[[str], AwsCli]:
    """`aws_cli(endpoint)` gives a person with a home folder of their own."""

    def home(endpoint: str) -> AwsCli:
        return AwsCli(aws_cli_command, tmp_path / f"home-{len(list(tmp_path.glob('home-*'))) + 1}", endpoint)

    return home
