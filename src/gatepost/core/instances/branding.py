"""The organisation's own name, colour and logo on the pages and in the mails: changed by administrators, known to all."""

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
from gatepost.kit import pictures
from gatepost.kit.errors import Invalid, Unavailable

LONGEST_NAME: Final = 64
FRESH: Final = timedelta(seconds=1)
"""How old what is known may be: so long the pages of another process may show what was there before."""

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


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
    if changes.get("logo") is not None:
        pictures.check(changes["logo"])
    store.brandings.put(call.tx, instance_id, branding)
    return branding


def _check(branding: Branding) -> None:
    name = branding.organisation_name
    if name is not None and not (name.strip() == name and 1 <= len(name) <= LONGEST_NAME and name.isprintable()):
        raise Invalid(f"organisation_name has 1 to {LONGEST_NAME} characters, on one line.")
    if branding.accent_colour is not None and not _COLOUR.fullmatch(branding.accent_colour):
        raise Invalid("accent_colour is # and six hex digits in lower case, as in #0c6350.")
