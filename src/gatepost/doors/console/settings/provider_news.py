"""What a reading of the identity provider's metadata found that was not known before, as people compare it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gatepost.core.federation import provider_certificates
from gatepost.core.federation.model import ExternalProvider
from gatepost.core.keys import certificates

_PLACES: Final = {
    "sign_on_url": "Sign-on address",
    "sign_on_binding": "How it takes requests",
    "logout_url": "Sign-out address",
    "logout_binding": "How it takes sign-outs",
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of the provider as people compare it: its digest, and when it ends."""

    fingerprint: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """What a reading changed: certificates that are new, those that are gone, and names with values of what else is new."""

    added: Sequence[Certificate]
    gone: Sequence[Certificate]
    places: Sequence[tuple[str, str]]

    @property
    def is_none(self) -> bool:
        """True where the provider says what it said before."""
        return not (self.added or self.gone or self.places)


def between(before: ExternalProvider, after: ExternalProvider) -> News:
    """Return what is new of a provider."""
    return News(
        added=[_shown(each) for each in after.certificates if each not in before.certificates],
        gone=[_shown(each) for each in before.certificates if each not in after.certificates],
        places=[
            (words, getattr(after, name) or "none")
            for name, words in _PLACES.items()
            if getattr(after, name) != getattr(before, name)
        ],
    )


def _shown(certificate: str) -> Certificate:
    loaded = provider_certificates.load(certificate)
    return Certificate(certificates.fingerprint(loaded), loaded.not_valid_after_utc)
