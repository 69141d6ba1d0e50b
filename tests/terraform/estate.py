"""What an administrator keeps in Terraform: a running Gatepost, and working folders of one configuration."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.journeys.company import REGION, Administrator, Keys
from tests.servers.gatepost import Gatepost
from tests.servers.terraform import Terraform

CONFIGURATION = Path(__file__).with_name("configuration")

Workspaces = Callable[[Path, Path, Mapping[str, str]], Terraform]


class Estate(Administrator):
    """A running installation whose administrator has the bootstrap key, and the folder that they keep it by."""

    def __init__(self, gatepost: Gatepost, facts: Mapping[str, Any], workspaces: Workspaces) -> None:
        super().__init__(gatepost.url, facts, Keys(facts["access_key_id"], facts["secret_access_key"]))
        self.gatepost = gatepost
        self.facts = facts
        self._workspaces = workspaces
        self.terraform = self.workspace("first")

    def workspace(self, name: str) -> Terraform:
        """Return a working folder that holds the configuration and knows of nothing that is there."""
        environment = self.keys.as_environment() | {"TF_VAR_endpoint": self.url, "TF_VAR_region": REGION}
        return self._workspaces(self.gatepost.folder / name, CONFIGURATION, environment)

    def inventory(self) -> dict[str, list[str]]:
        """Return the names of all that there is, by kind, read by boto3."""
        instance = {"InstanceArn": self.facts["instance_arn"]}
        store = {"IdentityStoreId": self.facts["identity_store_id"]}
        return {
            "permission sets": self._all("sso-admin", "list_permission_sets", "PermissionSets[]", **instance),
            "applications": self._all("sso-admin", "list_applications", "Applications[].ApplicationArn", **instance),
            "issuers": self._all(
                "sso-admin", "list_trusted_token_issuers", "TrustedTokenIssuers[].TrustedTokenIssuerArn", **instance
            ),
            "users": self._all("identitystore", "list_users", "Users[].UserName", **store),
            "groups": self._all("identitystore", "list_groups", "Groups[].DisplayName", **store),
            "roles": self._all("iam", "list_roles", "Roles[].Arn"),
            "policies": self._all("iam", "list_policies", "Policies[].Arn", Scope="Local"),
        }

    def faults(self) -> list[str]:
        """Return the lines of the log that tell of a fault of the server."""
        return [line for line in self.gatepost.log.splitlines() if '"event":"fault"' in line.replace(" ", "")]

    def _all(self, service: str, operation: str, names: str, **members: Any) -> list[str]:
        return sorted(self.client(service).get_paginator(operation).paginate(**members).search(names))


@contextmanager
def running(folder: Path, workspaces: Workspaces, **settings: str) -> Iterator[Estate]:
    """Bootstrap and start an installation, and end it; its log may tell of no fault."""
    installation = Gatepost(folder, **settings)
    facts = installation.bootstrap("--access-key")
    try:
        installation.start()
        estate = Estate(installation, facts, workspaces)
        yield estate
    finally:
        installation.close()
    assert not estate.faults()
