"""The identity source: where people prove who they are, previewed before it is changed, and set back."""

from dataclasses import asdict
from typing import Any, Final, Literal, cast

from cryptography.x509 import load_pem_x509_certificate
from pydantic import Field

from gatepost.core.call import Call, identify
from gatepost.core.federation import identity_source, metadata_refresh
from gatepost.core.federation.model import Choice, ExternalProvider, IdentitySource, Preview, SourceKind
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body
from gatepost.doors.api.requested import Requested
from gatepost.doors.saml_metadata import provider_facts
from gatepost.doors.visit import Fetch
from gatepost.kit.errors import Invalid
from gatepost.web.saml import metadata
from gatepost.web.saml.documents import LARGEST_METADATA


class ProviderBody(Body):
    """A SAML 2.0 identity provider: by its metadata, or by hand."""

    name: str = Field(min_length=1, max_length=64, description="As people read it on the sign-in page.")
    metadata_xml: str | None = Field(
        default=None, max_length=LARGEST_METADATA, description="The provider's metadata; what is given besides wins."
    )
    metadata_url: str | None = Field(
        default=None,
        max_length=2048,
        description="The https address of the metadata, asked again each day where nothing is given besides.",
    )
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
        given = asdict(provider_facts(xml)) if xml else {}
        by_hand = {
            "entity_id": self.entity_id,
            "sign_on_url": self.sign_on_url,
            "sign_on_binding": self.sign_on_binding,
            "certificates": self.certificates,
            "logout_url": self.logout_url,
            "logout_binding": self.logout_binding,
        }
        by_hand = {name: value for name, value in by_hand.items() if value is not None}
        given |= by_hand
        missing = [name for name in ("entity_id", "sign_on_url", "certificates") if name not in given]
        if missing:
            raise Invalid(f"The identity provider needs metadata_xml, or {', '.join(missing)}.")
        # What the metadata say later must not win over what an administrator gave besides them.
        refreshed_from = None if by_hand else self.metadata_url
        return ExternalProvider(
            name=self.name, allows_unsolicited=self.allows_unsolicited, metadata_url=refreshed_from, **given
        )

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


def refresh_identity_source(requested: Requested) -> dict[str, Any]:
    """Ask for the provider's metadata again."""
    requested.require_permission()
    visitors, instance = requested.visitors, requested.instance
    url = identify(
        visitors.runtime,
        visitors.client(requested.request),
        lambda call: metadata_refresh.address(call, instance),
        requested.caller,
    )
    if url is None:
        raise metadata_refresh.no_address()
    facts = provider_facts(visitors.fetch(url))
    return _described(requested, requested.perform(lambda call: metadata_refresh.take_over(call, instance, facts)))


def _choice(requested: Requested, body: ChoiceBody) -> Choice:
    """Return what is chosen. Where that means asking elsewhere, the caller's permission is asked for before."""
    if body.provider is not None and body.provider.metadata_url is not None:
        requested.require_permission()
    return body.choice(requested.visitors.fetch)


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
    Endpoint(
        method="POST",
        path="/identity-source/refresh",
        name="RefreshIdentitySource",
        summary="Ask for the provider's metadata again, at the address that they came from, and take over what is new.",
        schema=_SOURCE,
        answer=refresh_identity_source,
    ),
)
