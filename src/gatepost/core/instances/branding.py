"""The organisation's own name, colour and logo on the pages and in the mails: changed by administrators, known to all."""

import base64
import binascii
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from gatepost.core.actors import NOBODY
from gatepost.core.ask import Client
from gatepost.core.call import Call, Runtime, identify
from gatepost.core.instances import store
from gatepost.core.instances.model import Branding
from gatepost.kit.errors import Invalid, Unavailable

LONGEST_NAME: Final = 64
LARGEST_LOGO_BYTES: Final = 100_000
FRESH: Final = timedelta(seconds=1)
"""How old what is known may be: so long the pages of another process may show what was there before."""

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_LOGO: Final = re.compile(r"data:image/(?P<kind>png|jpeg|webp);base64,(?P<data>[A-Za-z0-9+/]+=*)")
_BEGINNINGS: Final = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff", "webp": b"RIFF"}


class KnownBranding:
    """The branding of the organisation's instance as it was at most a second ago; threads share it without a lock."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._known = Branding()
        self._until: datetime | None = None

    def current(self) -> Branding:
        """Return it. While the database is away the pages go on as they were: they have to say so, and not each after a wait."""
        if self._until is None or self._runtime.clock.now() >= self._until:
            with suppress(Unavailable):
                self._known = identify(self._runtime, _itself(self._runtime), read_of_primary, NOBODY)
            self._until = self._runtime.clock.now() + FRESH
        return self._known


def _itself(runtime: Runtime) -> Client:
    return Client("gatepost", "gatepost", "branding", runtime.settings.region)


def read(call: Call, instance_id: str) -> Branding:
    """Return an instance's branding."""
    return store.brandings.read(call.tx, instance_id)


def read_of_primary(call: Call) -> Branding:
    """Return the branding of the organisation's instance; there may be none before the first start has made one."""
    primary = store.find_primary(call.tx)
    return Branding() if primary is None else store.brandings.read(call.tx, primary.instance_id)


def change(call: Call, instance_id: str, changes: Mapping[str, Any]) -> Branding:
    """Change what is named and leave the rest; None sets a member back to how Gatepost comes."""
    branding = replace(store.brandings.lock(call.tx, instance_id), **changes)
    _check(branding)
    store.brandings.put(call.tx, instance_id, branding)
    return branding


def picture_of(logo: str) -> tuple[str, bytes]:
    """Return media type and bytes of a logo that `check_logo` let pass."""
    head, _, data = logo.partition(",")
    return head.removeprefix("data:").removesuffix(";base64"), base64.b64decode(data)


def check_logo(logo: str) -> None:
    """Raise Invalid unless this is a `data:` URI of a picture of a kind that can hold no script, which SVG can."""
    match = _LOGO.fullmatch(logo)
    if match is None:
        raise Invalid("A logo is a data: URI of a PNG, JPEG or WebP picture, in base64.")
    try:
        picture = base64.b64decode(match["data"], validate=True)
    except binascii.Error:
        raise Invalid("The logo is not base64.") from None
    if len(picture) > LARGEST_LOGO_BYTES:
        raise Invalid(f"A logo has at most {LARGEST_LOGO_BYTES} bytes.")
    if not picture.startswith(_BEGINNINGS[match["kind"]]) or (match["kind"] == "webp" and picture[8:12] != b"WEBP"):
        raise Invalid("The logo is not a picture of the kind that it says.")


def _check(branding: Branding) -> None:
    name = branding.organisation_name
    if name is not None and not (name.strip() == name and 1 <= len(name) <= LONGEST_NAME and name.isprintable()):
        raise Invalid(f"organisation_name has 1 to {LONGEST_NAME} characters, on one line.")
    if branding.accent_colour is not None and not _COLOUR.fullmatch(branding.accent_colour):
        raise Invalid("accent_colour is # and six hex digits in lower case, as in #0c6350.")
    if branding.logo is not None:
        check_logo(branding.logo)
