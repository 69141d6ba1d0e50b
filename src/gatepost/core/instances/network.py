"""Which networks may reach an instance and its identity store, as AWS's network configurations say it.

Gatepost has no VPC endpoints, so no request comes from one: where a configuration asks for one, the addresses that it
allows beside are all that is left. VPCs are kept as they are given, for whoever reads the configuration back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from gatepost.kit.errors import Invalid


@dataclass(frozen=True, slots=True)
class InstanceNetwork:
    """The network access controls of an instance (sso-admin `NetworkConfigurationInfo`)."""

    vpce_access_required: bool
    restrict_source_vpcs: tuple[str, ...] = ()
    allow_source_ips: tuple[str, ...] = ()
    exclude_application_arns: tuple[str, ...] = ()

    def effective(self) -> "InstanceNetwork":
        """Return what is kept: "When this value is false, … the values of" all three lists "are cleared"."""
        return self if self.vpce_access_required else InstanceNetwork(vpce_access_required=False)

    def admits(self, address: str, application_arn: str | None = None) -> bool:
        """Say whether a client at an IP address may reach the instance, or one application of it."""
        if not self.vpce_access_required or self._excludes(application_arn):
            return True
        return _is_within(address, self.allow_source_ips)

    def _excludes(self, application_arn: str | None) -> bool:
        """Say whether an application is exempt; AWS takes the wildcard `*` in these ARNs."""
        return application_arn is not None and any(
            fnmatchcase(application_arn, pattern) for pattern in self.exclude_application_arns
        )


@dataclass(frozen=True, slots=True)
class IdentityStoreNetwork:
    """The network access controls of an identity store (identitystore `NetworkConfiguration`)."""

    vpce_access_required: bool
    api_restrict_source_vpcs: tuple[str, ...] = ()
    api_allow_source_ips: tuple[str, ...] = ()
    scim_allow_source_ips: tuple[str, ...] = ()

    def admits_api(self, address: str) -> bool:
        """Say whether a client at an IP address may call the identity store's API."""
        if not self.vpce_access_required and not self.api_restrict_source_vpcs:
            return True
        return _is_within(address, self.api_allow_source_ips)

    def admits_scim(self, address: str) -> bool:
        """Say whether a client at an IP address may speak SCIM: by a list of its own, or else as the rest says."""
        if self.scim_allow_source_ips:
            return _is_within(address, self.scim_allow_source_ips)
        return not self.vpce_access_required


def check_blocks(cidrs: Iterable[str]) -> None:
    """Raise Invalid for an address block that is none, although it has the model's pattern."""
    for cidr in cidrs:
        try:
            ip_network(cidr, strict=False)
        except ValueError:
            raise Invalid(f"{cidr!r} is not an IPv4 or IPv6 address block.") from None


def _is_within(address: str, cidrs: tuple[str, ...]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in block for block in _blocks(cidrs))


@lru_cache(maxsize=256)
def _blocks(cidrs: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(cidr, strict=False) for cidr in cidrs)
