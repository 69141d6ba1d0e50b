"""The organisation's own name, colour and logo: read and changed by administrators."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, cast

from pydantic import Field

from gatepost.core.call import Call
from gatepost.core.instances import branding
from gatepost.core.instances.model import Branding
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body, schema_of
from gatepost.doors.api.requested import Requested

_LONGEST_LOGO: Final = branding.LARGEST_LOGO_BYTES * 4 // 3 + 64


class BrandingBody(Body):
    """What may be set; what is not sent stays as it is, and null sets it back."""

    organisation_name: str | None = Field(
        default=None,
        min_length=1,
        max_length=branding.LONGEST_NAME,
        description="What pages and mails call the organisation, in place of the setting `organisation_name`.",
    )
    accent_colour: str | None = Field(
        default=None,
        pattern=r"^#[0-9a-f]{6}$",
        description="The colour of buttons and links. Where it could not be read it is made darker, and lighter in dark mode.",
    )
    logo: str | None = Field(
        default=None,
        max_length=_LONGEST_LOGO,
        description=f"A `data:` URI of a PNG, JPEG or WebP picture of at most {branding.LARGEST_LOGO_BYTES} bytes, best a square one.",
    )

    def for_the_record(self) -> dict[str, Any]:
        """Leave the picture out of the event: the document itself shows it."""
        return {name: "…" if name == "logo" and value else value for name, value in super().for_the_record().items()}


def get_branding(requested: Requested) -> dict[str, Any]:
    """Return the branding as it is."""

    def do(call: Call) -> Branding:
        return branding.read(call, requested.instance.instance_id)

    return asdict(requested.perform(do))


def update_branding(requested: Requested) -> dict[str, Any]:
    """Change what is named, and return all of it."""
    body = cast(BrandingBody, requested.body)
    changes = {name: getattr(body, name) for name in body.model_fields_set}

    def do(call: Call) -> Branding:
        return branding.change(call, requested.instance.instance_id, changes)

    return asdict(requested.perform(do))


def _answer() -> Mapping[str, Any]:
    return {**schema_of(BrandingBody), "required": list(BrandingBody.model_fields)}


GET: Final = Endpoint(
    method="GET",
    path="/branding",
    name="GetBranding",
    summary="Return the organisation's own name, colour and logo.",
    schema=_answer(),
    answer=get_branding,
)
UPDATE: Final = Endpoint(
    method="PATCH",
    path="/branding",
    name="UpdateBranding",
    summary="Change how pages and mails show the organisation; what is not named stays.",
    schema=_answer(),
    answer=update_branding,
    body=BrandingBody,
)
ALL: Final = (GET, UPDATE)
