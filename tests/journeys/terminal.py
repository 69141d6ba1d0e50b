"""A person's terminal: a home folder in which the AWS CLI and boto3 read and write the same files."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gatepost.kit.clock import SystemClock
from tests.journeys.dialogue import Dialogue
from tests.kit import PATIENCE_SECONDS
from tests.servers.aws_cli import AwsCli

# boto3 reads its home once, when it is imported: so it runs in a process of its own, as in people's programs.
_CALL = """
import boto3, json, sys
profile, service, operation, arguments = sys.argv[1:]
client = boto3.Session(profile_name=profile or None).client(service)
answer = getattr(client, operation)(**json.loads(arguments))
print(json.dumps({name: value for name, value in answer.items() if name != "ResponseMetadata"}, default=str))
"""


@dataclass(frozen=True)
class DeviceLogin:
    """An `aws sso login` that waits for the person: what it printed, and the process."""

    process: subprocess.Popen[str]
    page: str
    user_code: str
    page_with_code: str

    def finish(self) -> tuple[int, str]:
        """Wait until the command ends; return its exit code and what it printed last."""
        output, _ = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, output


class Terminal:
    """One person's home folder, and the programs they run in it."""

    def __init__(self, cli: AwsCli) -> None:
        self.cli = cli
        self.config = cli.folder / "config"
        self.credentials = cli.folder / "credentials"

    def boto3(
        self,
        service: str,
        operation: str,
        *,
        profile: str = "",
        environment: Mapping[str, str] | None = None,
        **arguments: Any,
    ) -> Any:
        """Call an operation by boto3 in a program of its own; return the answer."""
        done = self._run_boto3(service, operation, profile, environment or {}, arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def boto3_error(self, service: str, operation: str, *, profile: str = "", **arguments: Any) -> str:
        """Call an operation by boto3 that must fail; return the exception, as Python prints it last."""
        done = self._run_boto3(service, operation, profile, {}, arguments)
        assert done.returncode != 0, done.stdout
        return done.stderr.strip().splitlines()[-1]

    def _run_boto3(
        self,
        service: str,
        operation: str,
        profile: str,
        environment: Mapping[str, str],
        arguments: Mapping[str, Any],
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _CALL, profile, service, operation, json.dumps(arguments)]
        seen = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.cli.home),
            "LANG": "C.UTF-8",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
        }
        return subprocess.run(
            command,
            env=seen | dict(environment),
            cwd=self.cli.home,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def dialogue(self, *arguments: str) -> Dialogue:
        """Start an `aws` command that asks questions; it is ended with the block that it is used in."""
        return Dialogue([self.cli.command, *arguments], self.cli.environment(), self.cli.home)

    @contextmanager
    def signing_in(self, *arguments: str) -> Iterator[DeviceLogin]:
        """Run `aws sso login --no-browser` until it waits for the person; it is ended if the person never comes."""
        process = self.cli.start("sso", "login", "--no-browser", *arguments)
        try:
            page, user_code, page_with_code = _read_addresses(process)
            yield DeviceLogin(process, page, user_code, page_with_code)
        finally:
            process.kill()
            process.communicate()

    @property
    def token_file(self) -> Path:
        """The only sign-in that is cached: the file of its tokens, not of the client's registration."""
        folder = self.cli.folder / "sso" / "cache"
        [file] = [path for path in folder.glob("*.json") if "accessToken" in json.loads(path.read_text())]
        return file

    @property
    def token(self) -> dict[str, Any]:
        """What the AWS CLI and boto3 know of the person's sign-in."""
        token = json.loads(self.token_file.read_text())
        assert isinstance(token, dict)
        return token

    def let_token_expire(self) -> None:
        """Make the programs believe that their access token has ended, so that they refresh it."""
        expired = (SystemClock().now() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.token_file.write_text(json.dumps(self.token | {"expiresAt": expired}))

    def forget_role_credentials(self) -> None:
        """Remove the role credentials that the AWS CLI keeps, so that it fetches them anew."""
        for file in (self.cli.folder / "cli" / "cache").glob("*.json"):
            file.unlink()


def _read_addresses(process: subprocess.Popen[str]) -> tuple[str, str, str]:
    """Read what `aws sso login` prints: the page, the code, and the page with the code filled in."""
    assert process.stdout is not None
    found: list[str] = []
    printed: list[str] = []
    for line in process.stdout:
        printed.append(line)
        text = line.strip()
        if text and not text.endswith((".", ":")):
            found.append(text)
        if len(found) == 3:
            return found[0], found[1], found[2]
    raise AssertionError("aws sso login ended early:\n" + "".join(printed))


@pytest.fixture
def terminal(aws_cli: Callable[[str], AwsCli]) -> Callable[[str], Terminal]:
    """`terminal(url)` gives a person's terminal whose AWS CLI finds its endpoints at `url`."""
    return lambda url: Terminal(aws_cli(url))
