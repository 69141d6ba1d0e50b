"""An Identity Center instance and the spellings of its start URL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from gatepost.kit import arns
from gatepost.settings import Settings

InstanceStatus = Literal["CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS", "ACTIVE"]

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of IAM Identity Center with its one identity store (sso-admin `InstanceMetadata`)."""

    instance_id: str
    identity_store_id: str
    owner_account_id: str
    name: str | None
    region: str
    status: InstanceStatus
    created_at: datetime

    @property
    def arn(self) -> str:
        """The instance's ARN."""
        return arns.instance(self.instance_id)

    @property
    def identity_store_arn(self) -> str:
        """The ARN of the instance's identity store."""
        return arns.identity_store(self.owner_account_id, self.identity_store_id)

    @property
    def start_url_alias(self) -> str:
        """The start URL on AWS's own host, which recent AWS CLIs insist on and which nobody contacts."""
        return f"https://{self.identity_store_id}.awsapps.com/start"

    @property
    def regional_start_url_alias(self) -> str:
        """The start URL in AWS's newer, dual-stack spelling."""
        return f"https://{self.instance_id}.portal.{self.region}.app.aws"

    def start_url(self, settings: Settings) -> str:
        """Return where the portal really is."""
        return f"{settings.public_url}/start"

    def accepts_start_url(self, url: str, settings: Settings) -> bool:
        """Say whether a `startUrl` or `issuerUrl` that a client sent means this instance, in any of its spellings."""
        spellings = (self.start_url(settings), self.start_url_alias, self.regional_start_url_alias)
        place = _place(url)
        return place is not None and place in {_place(spelling) for spelling in spellings}


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
