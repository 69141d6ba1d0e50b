"""Terraform and its AWS provider, where the machine has them: a working folder, its state, and what a command reports."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.servers.peers import absent

TIMEOUT_SECONDS = 240
PROVIDER = Path("registry.terraform.io/hashicorp/aws")

# The provider pauses 5 and 10 seconds before it asks how a request fares: pauses that all resources can share.
PARALLEL = "-parallelism=40"


@dataclass(frozen=True)
class Report:
    """What a command printed, one message a line, in Terraform's machine-readable form."""

    exit_code: int
    messages: Sequence[Mapping[str, Any]]

    @property
    def planned(self) -> dict[str, str]:
        """What is to be done or was, by the resource's address: create, update, replace, delete, import."""
        return self._changes("planned_change")

    @property
    def drifted(self) -> dict[str, str]:
        """What was found to be no longer as the state has it, by the resource's address."""
        return self._changes("resource_drift")

    @property
    def is_empty(self) -> bool:
        """Whether a plan has nothing to do, outputs included: the exit code 0 and not 2 of `-detailed-exitcode`."""
        return self.exit_code == 0

    @property
    def summary(self) -> dict[str, int]:
        """How many resources were, or are to be, imported, added, changed and removed."""
        changes = [message["changes"] for message in self.messages if message["type"] == "change_summary"][-1]
        return {name: changes[name] for name in ("import", "add", "change", "remove")}

    @property
    def errors(self) -> str:
        """The errors, each with the address of its resource."""
        found = [message["diagnostic"] for message in self.messages if message["type"] == "diagnostic"]
        return "\n".join(
            f"{error.get('address', '-')}: {error['summary']} {error['detail']}"
            for error in found
            if error["severity"] == "error"
        )

    def _changes(self, kind: str) -> dict[str, str]:
        changes = [message["change"] for message in self.messages if message["type"] == kind]
        return {change["resource"]["addr"]: change["action"] for change in changes if change["action"] != "read"}


class Terraform:
    """A working folder: configuration, state, and the credentials that commands run with."""

    def __init__(self, installation: "Installed", folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._installation = installation
        self._environment = installation.environment | {"HOME": str(folder)} | dict(environment)

    def apply(self) -> Report:
        """Make what there is what the configuration says."""
        return self._report("apply", "-auto-approve", PARALLEL)

    def plan(self) -> Report:
        """Say what `apply` would do."""
        return self._report("plan", "-detailed-exitcode", PARALLEL, ends=(0, 2))

    def destroy(self) -> Report:
        """Remove all that the state holds."""
        return self._report("apply", "-destroy", "-auto-approve", PARALLEL)

    def resources(self) -> dict[str, dict[str, Any]]:
        """Return the attributes of every resource that the state holds, by address."""
        return self._state("managed")

    def data_sources(self) -> dict[str, dict[str, Any]]:
        """Return what every data source was last read as, by address without `data.`."""
        return self._state("data")

    def schema(self) -> Mapping[str, Any]:
        """Return the provider's `resource_schemas` and `data_source_schemas`, each by name."""
        schemas: Mapping[str, Any] = json.loads(self._succeed("providers", "schema", "-json"))
        (schema,) = schemas["provider_schemas"].values()
        assert isinstance(schema, dict)
        return schema

    def _state(self, mode: str) -> dict[str, dict[str, Any]]:
        pulled = json.loads(self._succeed("state", "pull"))
        return {
            f"{resource['type']}.{resource['name']}": resource["instances"][0]["attributes"]
            for resource in pulled["resources"]
            if resource["mode"] == mode
        }

    def _report(self, *arguments: str, ends: Sequence[int] = (0,)) -> Report:
        done = self._run(*arguments, "-json")
        report = Report(done.returncode, [json.loads(line) for line in done.stdout.splitlines()])
        assert done.returncode in ends, f"terraform {arguments[0]}: {report.errors or done.stderr}"
        return report

    def _succeed(self, *arguments: str) -> str:
        done = self._run(*arguments)
        assert done.returncode == 0, f"terraform {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._installation.run(self.folder, self._environment, *arguments)


class Installed:
    """The program, initialised once with the provider's plugin: every working folder shares that."""

    def __init__(self, command: Path, plugins: Path, folder: Path) -> None:
        self._command = command
        self._lock = folder / ".terraform.lock.hcl"
        settings = folder / "terraform.rc"
        settings.write_text(
            f'disable_checkpoint = true\nprovider_installation {{\n  filesystem_mirror {{ path = "{plugins}" }}\n}}\n'
        )
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "TF_CLI_CONFIG_FILE": str(settings),
            "TF_DATA_DIR": str(folder / "shared"),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "AWS_EC2_METADATA_DISABLED": "true",
            "GOGC": "400",  # a third less work, for memory that is given back at once
        }
        (folder / "main.tf").write_text(
            'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
        )
        done = self.run(folder, self.environment, "init")
        assert done.returncode == 0, f"terraform init: {done.stdout}{done.stderr}"

    def folder(self, folder: Path, configuration: Path, environment: Mapping[str, str]) -> Terraform:
        """Make a working folder that holds a configuration and no state."""
        shutil.copytree(configuration, folder)
        shutil.copy(self._lock, folder)
        return Terraform(self, folder, environment)

    def run(self, folder: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [self._command, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )


def _plugins() -> Path | None:
    """Return the folder that holds the AWS provider as Terraform lays plugins out, if any of the usual ones does."""
    usual = (Path.home() / ".terraform.d/plugins", Path("/usr/local/share/terraform/plugins"), *Path("/opt").glob("*"))
    named = os.environ.get("TF_PLUGIN_CACHE_DIR")
    places = ([Path(named)] if named else []) + list(usual)
    return next((place for place in places if any(place.glob(f"{PROVIDER}/*/*/terraform-provider-aws*"))), None)


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Path, Mapping[str, str]], Terraform]:
    """`terraform(folder, configuration, environment)` makes a working folder."""
    command, plugins = shutil.which("terraform"), _plugins()
    if command is None or plugins is None:
        missing = "the program `terraform`" if command is None else f"a folder of plugins with {PROVIDER}"
        absent(f"needs Terraform and its AWS provider: {missing} is not on this machine", installable=False)
    return Installed(Path(command), plugins, tmp_path_factory.mktemp("terraform")).folder
