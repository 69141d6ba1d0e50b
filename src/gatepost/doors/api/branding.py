"""The organisation's own name, colour and logo: read and changed by administrators."""

from typing import Any, Final

from pydantic import Field

from gatepost.core.instances import branding
from gatepost.doors.api import instance_settings
from gatepost.doors.api.messages import Body
from gatepost.kit import pictures


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
        max_length=pictures.LONGEST_URI,
        description=pictures.DESCRIPTION,
    )

    def for_the_record(self) -> dict[str, Any]:
        """Leave the picture out of the event: the document itself shows it."""
        return {name: "…" if name == "logo" and value else value for name, value in super().for_the_record().items()}


ALL: Final = instance_settings.endpoints(
    "Branding",
    "/branding",
    BrandingBody,
    read=branding.read,
    change=branding.change,
    summaries=(
        "Return the organisation's own name, colour and logo.",
        "Change how pages and mails show the organisation; what is not named stays.",
    ),
)
