"""The identity source: where people prove who they are, previewed before it is changed, and set back."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final, Literal, cast

from cryptography.x509 import load_pem_x509_certificate
from pydantic import Field

from gatepost.core.call import Call
from gatepost.core.federation import identity_source
from gatepost.core.federation.model import Choice, ExternalProvider, IdentitySource, Preview, SourceKind
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body
from gatepost.doors.api.requested import Requested
from gatepost.doors.visit import Fetch
from gatepost.kit.errors import Invalid
from gatepost.web.saml import metadata, names, partner_metadata
from gatepost.web.saml.documents import LARGEST_METADATA
from gatepost.web.saml.partner_metadata import Place

_BINDINGS: Final = {names.REDIRECT: "HTTP-Redirect", names.POST: "HTTP-POST"}


class ProviderBody(Body):
    """A SAML 2.0 identity provider: by its metadata, or by hand."""

    name: str = Field(min_length=1, max_length=64, description="As people read it on the sign-in page.")
    metadata_xml: str | None = Field(
        default=None, max_length=LARGEST_METADATA, description="The provider's metadata; what is given besides wins."
    )
    metadata_url: str | None = Field(default=None, max_length=2048, description="The https address of the metadata.")
    entity_id: str | None = Field(default=None, min_length=1, max_length=1024)
    sign_on_url: str | None = Field(default=None, max_length=2048)
    sign_on_binding: Literal["HTTP-Redirect", "HTTP-POST"] | None = None
    certificates: tuple[str, ...] | None = Field(default=None, max_length=10, description="X.509 in PEM.")
    logout_url: str | None = Field(
        default=None, max_length=2048, description="Where the provider hears that somebody signed out here."
    )
    logout_binding: Literal["HTTP-Redirect", "HTTP-POST"] | None = None
    allows_unsolicited: bool = Field(
        default=False, description="Whether people may come from the provider's pages, unasked."
    )

    def provider(self, fetch: Fetch) -> ExternalProvider:
        """Return the provider, filled in from its metadata."""
        xml = fetch(self.metadata_url) if self.metadata_url is not None else (self.metadata_xml or "").encode()
        given = _from_metadata(xml) if xml else {}
        by_hand = {
            "entity_id": self.entity_id,
            "sign_on_url": self.sign_on_url,
            "sign_on_binding": self.sign_on_binding,
            "certificates": self.certificates,
            "logout_url": self.logout_url,
            "logout_binding": self.logout_binding,
        }
        given |= {name: value for name, value in by_hand.items() if value is not None}
        missing = [name for name in ("entity_id", "sign_on_url", "certificates") if name not in given]
        if missing:
            raise Invalid(f"The identity provider needs metadata_xml, or {', '.join(missing)}.")
        return ExternalProvider(name=self.name, allows_unsolicited=self.allows_unsolicited, **given)

    def for_the_record(self) -> dict[str, Any]:
        """Return what was sent, without the document."""
        return {name: "…" if name == "metadata_xml" else each for name, each in super().for_the_record().items()}


class ChoiceBody(Body):
    """An identity source."""

    kind: SourceKind
    provider: ProviderBody | None = None
    emergency_user_ids: tuple[str, ...] = Field(
        default=(), max_length=10, description="Who can still sign in with a password; each use is alarmed."
    )

    def choice(self, fetch: Fetch) -> Choice:
        """Return the choice as the core knows it."""
        provider = self.provider.provider(fetch) if self.provider is not None else None
        return Choice(self.kind, provider, self.emergency_user_ids)


class PreviewBody(ChoiceBody):
    """A change that is looked at before it happens."""

    name_ids: tuple[str, ...] = Field(
        default=(), max_length=1000, description="Names as the provider sends them, to see who is found."
    )


def get_identity_source(requested: Requested) -> dict[str, Any]:
    """Return the identity source, and what the provider must know of Gatepost."""
    return _described(requested, requested.perform(lambda call: identity_source.get(call, requested.instance)))


def preview_identity_source(requested: Requested) -> dict[str, Any]:
    """Say what a change would keep and lose."""
    body = cast(PreviewBody, requested.body)

    choice = _choice(requested, body)

    def do(call: Call) -> Preview:
        return identity_source.preview(call, requested.instance, choice, body.name_ids)

    return asdict(requested.perform(do))


def change_identity_source(requested: Requested) -> dict[str, Any]:
    """Change the identity source."""
    body = cast(ChoiceBody, requested.body)

    choice = _choice(requested, body)

    def do(call: Call) -> IdentitySource:
        return identity_source.change(call, requested.instance, choice)

    return _described(requested, requested.perform(do))


def undo_identity_source(requested: Requested) -> dict[str, Any]:
    """Set the identity source back to what it was."""
    return _described(requested, requested.perform(lambda call: identity_source.undo(call, requested.instance)))


def _choice(requested: Requested, body: ChoiceBody) -> Choice:
    """Return what is chosen. Where that means asking elsewhere, the caller's permission is asked for before."""
    if body.provider is not None and body.provider.metadata_url is not None:
        requested.require_permission()
    return body.choice(requested.visitors.fetch)


def _from_metadata(xml: bytes) -> dict[str, Any]:
    found = partner_metadata.read_identity_provider(xml)
    sign_on, logout = _preferred(found.sign_on_services), _preferred(found.logout_services)
    return {
        "entity_id": found.entity_id,
        **({"sign_on_url": sign_on.url, "sign_on_binding": _BINDINGS[sign_on.binding]} if sign_on else {}),
        **({"logout_url": logout.url, "logout_binding": _BINDINGS[logout.binding]} if logout else {}),
        "certificates": tuple(found.signing_certificates),
    }


def _preferred(services: Sequence[Place]) -> Place | None:
    """Return the service that takes redirects, which pass more browsers' rules, else the one that takes forms."""
    by_binding = {each.binding: each for each in reversed(services)}
    return by_binding.get(names.REDIRECT) or by_binding.get(names.POST)


def _described(requested: Requested, source: IdentitySource) -> dict[str, Any]:
    public_url = requested.visitors.runtime.settings.public_url
    return {
        "kind": source.choice.kind.value,
        "provider": None if source.choice.provider is None else _provider(source.choice.provider),
        "emergency_user_ids": list(source.choice.emergency_user_ids),
        "changed_at": source.changed_at,
        "can_be_undone": source.previous is not None,
        "service_provider": {
            "entity_id": metadata.service_provider_id(public_url),
            "assertion_consumer_url": metadata.consumer_url(public_url),
            "logout_url": metadata.provider_logout_url(public_url),
        },
    }


def _provider(provider: ExternalProvider) -> dict[str, Any]:
    return {
        **asdict(provider),
        "certificates": [
            {
                "certificate": each,
                "expires_at": load_pem_x509_certificate(each.encode("ascii")).not_valid_after_utc,
            }
            for each in provider.certificates
        ],
    }


_SOURCE: Final = {
    "type": "object",
    "required": ["kind", "provider", "emergency_user_ids", "can_be_undone", "service_provider"],
    "properties": {
        "kind": {"enum": [each.value for each in SourceKind]},
        "provider": {"type": ["object", "null"], "description": "The provider, with its certificates and their ends."},
        "emergency_user_ids": {"type": "array", "items": {"type": "string"}},
        "changed_at": {"type": ["string", "null"], "format": "date-time"},
        "can_be_undone": {"type": "boolean"},
        "service_provider": {"type": "object", "description": "What the provider must know of Gatepost."},
    },
}
_NUMBERS: Final = ("users", "groups", "account_assignments", "application_assignments")
_LISTS: Final = ("matched", "unmatched", "warnings")
ALL: Final = (
    Endpoint(
        method="GET",
        path="/identity-source",
        name="GetIdentitySource",
        summary="Return where people prove who they are.",
        schema=_SOURCE,
        answer=get_identity_source,
    ),
    Endpoint(
        method="POST",
        path="/identity-source/preview",
        name="PreviewIdentitySource",
        summary="Say what a change of the identity source would keep and lose; nothing is changed.",
        schema={
            "type": "object",
            "required": [*_NUMBERS, *_LISTS],
            "properties": {
                **{name: {"type": "integer", "description": "How many are kept."} for name in _NUMBERS},
                **{name: {"type": "array", "items": {"type": "string"}} for name in _LISTS},
            },
        },
        answer=preview_identity_source,
        body=PreviewBody,
    ),
    Endpoint(
        method="PUT",
        path="/identity-source",
        name="ChangeIdentitySource",
        summary="Change where people prove who they are; no user, group or assignment is touched.",
        schema=_SOURCE,
        answer=change_identity_source,
        body=ChoiceBody,
    ),
    Endpoint(
        method="POST",
        path="/identity-source/undo",
        name="UndoIdentitySource",
        summary="Set the identity source back to what it was before the last change.",
        schema=_SOURCE,
        answer=undo_identity_source,
    ),
)
