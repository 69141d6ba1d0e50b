"""What an application asked for, kept until the person is signed in: sealed into the address, so that nothing is stored."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson

from gatepost.kit.errors import Invalid
from gatepost.kit.vault import Vault

_PURPOSE: Final = "saml-wish"
_LIFETIME: Final = timedelta(minutes=30)
EXPIRED: Final = "RequestExpired"
UNKNOWN_FORMAT: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Wish:
    """A request that has been checked: the application, where its answer goes, and how the person is to be asked.

    Without `request_id` and `url` nobody asked: the person came from the portal, and the answer goes to the application's first
    address. `name_id_format` is the short name of the format that it asked for, `UNKNOWN_FORMAT` for one that there is not.
    `at` is in seconds since the epoch.
    """

    application_id: str
    url: str | None
    at: int
    request_id: str | None = None
    relay_state: str | None = None
    force_authn: bool = False
    is_passive: bool = False
    name_id_format: str | None = None

    @property
    def asked_at(self) -> datetime:
        """When the request arrived."""
        return datetime.fromtimestamp(self.at, UTC)


def seal(vault: Vault, wish: Wish) -> str:
    """Return a wish as text that only this installation can read."""
    return vault.seal(_PURPOSE, orjson.dumps(asdict(wish)))


def open_sealed(vault: Vault, text: str, now: datetime) -> Wish:
    """Return a wish again; Invalid for a text that is none, or was sealed half an hour ago."""
    wish = Wish(**orjson.loads(vault.open(_PURPOSE, text)))
    if now - wish.asked_at > _LIFETIME:
        raise Invalid("This sign-in has taken too long.", reason=EXPIRED)
    return wish
