"""Certificates of the identity provider: which of them are believed now, and mails before one of them ends.

All are believed at once, so that the provider can change from one to the next ("All imported certificates are automatically
active", IAM Identity Center User Guide, "Rotate a SAML 2.0 certificate"), and none beyond its end.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from cryptography import x509

from gatepost.core.call import Call
from gatepost.core.directory import store as directory
from gatepost.core.federation import store
from gatepost.core.federation.model import ExternalProvider, IdentitySource
from gatepost.core.instances import store as instances_store
from gatepost.core.instances.model import Instance
from gatepost.core.keys import certificates
from gatepost.core.keys.model import WARNINGS
from gatepost.core.mailing import enqueue_mail
from gatepost.core.organization import store as organization_store
from gatepost.kit.errors import Invalid

WARN_OF_PROVIDER_CERTIFICATE: Final = "warn-of-provider-certificate"


@lru_cache(maxsize=64)
def load(certificate: str) -> x509.Certificate:
    """Return a certificate; Invalid for what is none in PEM."""
    try:
        return x509.load_pem_x509_certificate(certificate.encode("ascii"))
    except ValueError:
        raise Invalid("A certificate must be X.509 in PEM: -----BEGIN CERTIFICATE----- and so on.") from None


def ends_at(certificate: str) -> datetime:
    """Return the moment from which a certificate is not believed any more."""
    return load(certificate).not_valid_after_utc


def believed(provider: ExternalProvider, now: datetime) -> tuple[str, ...]:
    """Return the certificates whose keys sign what we believe."""
    return tuple(each for each in provider.certificates if ends_at(each) > now)


def expired(provider: ExternalProvider, now: datetime) -> tuple[str, ...]:
    """Return the certificates that have ended, to say so where one of them was used."""
    return tuple(each for each in provider.certificates if ends_at(each) <= now)


def plan_warnings(call: Call, source: IdentitySource) -> None:
    """Have a mail written before each of the provider's certificates ends."""
    for certificate in source.provider.certificates if source.provider else ():
        _plan_next(call, source, certificate)


def warn(call: Call, payload: Mapping[str, Any]) -> None:
    """Write about the certificate that a job names, unless the identity source was changed since: that planned its own."""
    instance = instances_store.find_primary(call.tx)
    if instance is None:
        return
    source = store.sources.find_source(call.tx, instance.instance_id)
    if source.provider is None or _stamp(source) != payload["changed_at"]:
        return
    for certificate in source.provider.certificates:
        if _fingerprint(certificate) == payload["fingerprint"]:
            _write(call, instance, source, source.provider, certificate)
            _plan_next(call, source, certificate)


def _plan_next(call: Call, source: IdentitySource, certificate: str) -> None:
    moments = (ends_at(certificate) - before for before in WARNINGS)
    due = next((moment for moment in moments if moment > call.now), None)
    if due is not None:
        payload = {"fingerprint": _fingerprint(certificate), "changed_at": _stamp(source)}
        call.enqueue(WARN_OF_PROVIDER_CERTIFICATE, payload, delay=due - call.now)


def _write(
    call: Call, instance: Instance, source: IdentitySource, provider: ExternalProvider, certificate: str
) -> None:
    others = [each for each in provider.certificates if ends_at(each) > ends_at(certificate)]
    context = {
        "provider_name": provider.name,
        "expires_at": ends_at(certificate),
        "is_last": not others,
        "fingerprint": _fingerprint(certificate),
    }
    for address in _administrators(call, instance, source):
        enqueue_mail(call, to=address, template="provider_certificate_expires", context=context)


def _administrators(call: Call, instance: Instance, source: IdentitySource) -> Sequence[str]:
    """Return where the owner of the instance reads mail, and those who keep a way in without the provider."""
    account = organization_store.find_account(call.tx, instance.owner_account_id)
    users = [
        directory.find_user(call.tx, instance.identity_store_id, user_id)
        for user_id in source.choice.emergency_user_ids
    ]
    found = {user.primary_email for user in users if user is not None and user.primary_email}
    return sorted(found | ({account.email} if account else set()))


def _stamp(source: IdentitySource) -> str:
    return source.changed_at.isoformat() if source.changed_at else ""


def _fingerprint(certificate: str) -> str:
    return certificates.fingerprint(load(certificate))
