"""The certificates that Gatepost's SAML messages are signed by, and their rotation in three steps that overlap."""

from typing import Any, Final

from cryptography.x509 import load_pem_x509_certificate

from gatepost.core.keys import certificates, signing_keys
from gatepost.core.keys.model import KeyUse, SigningKey
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.requested import Requested
from gatepost.kit.errors import NotFound

_USES: Final = {"identity-provider": KeyUse.SAML_IDENTITY_PROVIDER, "service-provider": KeyUse.SAML_SERVICE_PROVIDER}


def list_certificates(requested: Requested, *, use: str) -> dict[str, Any]:
    """List what is published for a use, the one that signs first."""
    instance_id, found = requested.instance.instance_id, _use(use)
    keys = requested.perform(lambda call: signing_keys.published(call, instance_id, found))
    return {"certificates": [_described(key) for key in keys]}


def issue_certificate(requested: Requested, *, use: str) -> dict[str, Any]:
    """Begin a rotation."""
    instance, found, runtime = requested.instance, _use(use), requested.visitors.runtime
    pair = certificates.make(f"Gatepost {instance.instance_id} {found.value}", runtime.clock.now(), runtime.entropy)
    return _described(requested.perform(lambda call: signing_keys.issue_next(call, instance.instance_id, found, pair)))


def activate_certificate(requested: Requested, *, use: str) -> None:
    """Let the next one sign."""
    instance_id, found = requested.instance.instance_id, _use(use)
    requested.perform(lambda call: signing_keys.activate_next(call, instance_id, found))


def delete_certificate(requested: Requested, *, use: str, key_id: str) -> None:
    """End a rotation: publish the old one no longer."""
    instance_id, found = requested.instance.instance_id, _use(use)
    requested.perform(lambda call: signing_keys.retire(call, instance_id, found, key_id))


def _use(name: str) -> KeyUse:
    if name not in _USES:
        raise NotFound(f"There are certificates of {' and '.join(_USES)}, and no others.")
    return _USES[name]


def _described(key: SigningKey) -> dict[str, Any]:
    return {
        "key_id": key.key_id,
        "state": key.state.value,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "sha256_fingerprint": certificates.fingerprint(load_pem_x509_certificate(key.certificate.encode("ascii"))),
        "certificate": key.certificate,
    }


_PATH: Final = "/saml-certificates/{use}"
_INSTANT: Final = {"type": "string", "format": "date-time"}
_CERTIFICATE: Final = {
    "type": "object",
    "required": ["key_id", "state", "created_at", "expires_at", "sha256_fingerprint", "certificate"],
    "properties": {
        "key_id": {"type": "string"},
        "state": {"enum": ["NEXT", "CURRENT", "PREVIOUS"], "description": "CURRENT signs; all are in the metadata."},
        "created_at": _INSTANT,
        "expires_at": _INSTANT,
        "sha256_fingerprint": {"type": "string"},
        "certificate": {"type": "string", "description": "X.509, PEM."},
    },
}
ALL: Final = (
    Endpoint(
        method="GET",
        path=_PATH,
        name="ListSamlCertificates",
        summary="List the certificates of Gatepost as `identity-provider` or as `service-provider`.",
        schema={
            "type": "object",
            "required": ["certificates"],
            "properties": {"certificates": {"type": "array", "items": _CERTIFICATE}},
        },
        answer=list_certificates,
    ),
    Endpoint(
        method="POST",
        path=f"{_PATH}/next",
        name="IssueSamlCertificate",
        summary="Begin a rotation: publish the certificate that will sign next, so that partners can learn it.",
        schema=_CERTIFICATE,
        answer=issue_certificate,
        status=201,
    ),
    Endpoint(
        method="POST",
        path=f"{_PATH}/activate",
        name="ActivateSamlCertificate",
        summary="Sign with the next certificate from now on; the one before stays published.",
        schema=None,
        answer=activate_certificate,
    ),
    Endpoint(
        method="DELETE",
        path=f"{_PATH}/keys/{{key_id}}",
        name="DeleteSamlCertificate",
        summary="Publish a certificate no longer that does not sign.",
        schema=None,
        answer=delete_certificate,
    ),
)
