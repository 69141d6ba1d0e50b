"""An Identity Center instance, its Regions, and the spellings of its start URL."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from gatepost.core.instances.network import IdentityStoreNetwork, InstanceNetwork
from gatepost.kit import arns
from gatepost.settings import Settings

InstanceKind = Literal["ORGANIZATION", "ACCOUNT"]
InstanceStatus = Literal["CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS", "ACTIVE"]
RegionStatus = Literal["ACTIVE", "ADDING", "REMOVING"]

REGION_NAME = re.compile(r"([a-z]+-){2,3}\d", re.ASCII)
"""What a Region's name looks like (sso-admin `RegionName`)."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Region:
    """A Region in which an instance is or will be (sso-admin `RegionMetadata`)."""

    name: str
    status: RegionStatus
    added_at: datetime
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Branding:
    """How an organisation shows itself on its pages and in its mails; what is None is as Gatepost comes.

    `accent_colour` is `#rrggbb`; `logo` is a `data:` URI of a PNG, JPEG or WebP picture.
    """

    organisation_name: str | None = None
    accent_colour: str | None = None
    logo: str | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of IAM Identity Center with its one identity store (sso-admin `InstanceMetadata`).

    `region` is the primary Region, in which it was made. `kms_key_arn` is the key that was asked for; None is AWS's own.
    """

    instance_id: str
    identity_store_id: str
    owner_account_id: str
    name: str | None
    region: str
    status: InstanceStatus
    created_at: datetime
    kind: InstanceKind = "ORGANIZATION"
    status_reason: str | None = None
    additional_regions: tuple[Region, ...] = ()
    permission_sets_enabled: bool = True
    kms_key_arn: str | None = None
    network: InstanceNetwork | None = None
    identity_store_network: IdentityStoreNetwork | None = None

    @property
    def arn(self) -> str:
        """The instance's ARN."""
        return arns.instance(self.instance_id)

    @property
    def identity_store_arn(self) -> str:
        """The ARN of the instance's identity store."""
        return arns.identity_store(self.owner_account_id, self.identity_store_id)

    @property
    def is_of_organization(self) -> bool:
        """True for the organisation's instance, False for an account's own."""
        return self.kind == "ORGANIZATION"

    @property
    def is_active(self) -> bool:
        """True once it is made and until its deletion begins."""
        return self.status == "ACTIVE"

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every Region, the primary one first, in which the instance is from the beginning."""
        return Region(self.region, "ACTIVE", self.created_at, is_primary=True), *self.additional_regions

    def find_region(self, name: str) -> Region | None:
        """Return a Region of the instance by its name, such as `eu-west-1`."""
        return next((region for region in self.regions if region.name == name), None)

    def answers_in(self, region: str) -> bool:
        """Say whether the instance is there for calls and sign-ins in a Region."""
        if region == self.region:
            return True
        return any(each.name == region and each.status == "ACTIVE" for each in self.additional_regions)

    def admits(self, address: str) -> bool:
        """Say whether the instance's network configuration lets a client at an IP address in."""
        return self.network is None or self.network.admits(address)

    def admits_to_identity_store(self, address: str) -> bool:
        """Say whether a client at an IP address may call the identity store's API, as its own configuration says."""
        return self.identity_store_network is None or self.identity_store_network.admits_api(address)

    @property
    def start_url_alias(self) -> str:
        """The start URL on AWS's own host, which recent AWS CLIs insist on and which nobody contacts."""
        return f"https://{self.identity_store_id}.awsapps.com/start"

    def regional_start_url_alias(self, region: str) -> str:
        """Return a Region's start URL in AWS's newer, dual-stack spelling, which each Region has of its own."""
        return f"https://{self.instance_id}.portal.{region}.app.aws"

    def start_url(self, settings: Settings) -> str:
        """Return where the portal really is."""
        return f"{settings.public_url}/start"

    def accepts_start_url(self, url: str, settings: Settings) -> bool:
        """Say whether a `startUrl` or `issuerUrl` that a client sent means this instance, in any of its spellings."""
        place = _place(url)
        return place is not None and place in {_place(spelling) for spelling in self._spellings(settings)}

    def _spellings(self, settings: Settings) -> list[str]:
        regional = [self.regional_start_url_alias(each.name) for each in self.regions if each.status == "ACTIVE"]
        return [self.start_url(settings), self.start_url_alias, *regional]


def _place(url: str) -> tuple[str, str, int, str] | None:
    """Reduce a URL to what names a place: no final slash, no `#/`, the loopback interface by one name."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if not parts.hostname or not port or _carries_more(parts):
        return None
    host = "localhost" if parts.hostname in _LOOPBACK else parts.hostname
    return parts.scheme, host, port, parts.path.rstrip("/")


def _carries_more(parts: SplitResult) -> bool:
    return bool(parts.query or parts.username is not None or parts.fragment.strip("/"))
