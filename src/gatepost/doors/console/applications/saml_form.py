"""A SAML application's settings as a form: what is shown of them, and what was typed turned into settings again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, get_args

from gatepost.core.applications.model import PortalOptions, SignInOptions
from gatepost.core.applications.saml_model import (
    AssertionConsumerService,
    AttributeMapping,
    NameFormat,
    NameIdFormat,
    SamlSettings,
)
from gatepost.doors.console import fields
from gatepost.doors.console.fields import Typed
from gatepost.web.limits import Form

FORMATS: Final = [
    ("emailAddress", "E-mail address"),
    ("persistent", "A name that stays (persistent)"),
    ("transient", "A new name each time (transient)"),
    ("unspecified", "As it is (unspecified)"),
]
NAME_FORMATS: Final = [("unspecified", "Unspecified"), ("basic", "Basic"), ("uri", "URI")]
BINDINGS: Final = [("HTTP-Redirect", "Redirect"), ("HTTP-POST", "POST"), ("SOAP", "SOAP, from server to server")]
_TEXTS: Final = (
    "name",
    "description",
    "application_url",
    "entity_id",
    "consumers",
    "name_id_format",
    "name_id_value",
    "relay_state",
    "session_minutes",
    "certificates",
    "encryption_certificate",
    "logout_url",
    "logout_binding",
)
_BOXES: Final = ("is_shown", "sign_response", "sign_assertion", "requests_signed", "ignores_name_id_policy")
_LABELS: Final = {"name": "The name", "entity_id": "The entity ID", "consumers": "The address for answers"}
_LABELS_OF_SUBJECT: Final = {"name_id_value": "The name"}
_PEM: Final = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
_EMPTY_ROWS: Final = 3
_MOST_INDEX: Final = 65_535


@dataclass(frozen=True, slots=True)
class SamlForm:
    """What stands in the form, and its rows of attributes: name, value, format of the name."""

    typed: Typed
    attributes: Sequence[AttributeMapping]

    @property
    def rows(self) -> Sequence[AttributeMapping]:
        """The attributes, and some empty rows to type more into."""
        return [*self.attributes, *[AttributeMapping("", "")] * _EMPTY_ROWS]

    @property
    def portal(self) -> PortalOptions:
        """How the portal shows the application."""
        address = self.typed["application_url"]
        return PortalOptions(
            "ENABLED" if self.typed["is_shown"] else "DISABLED",
            SignInOptions("APPLICATION", address) if address else None,
        )

    def settings(self, before: SamlSettings | None = None) -> SamlSettings:
        """Return the settings that were typed; what the form does not show stays as it was."""
        typed = self.typed
        given = {
            "entity_id": typed["entity_id"],
            "assertion_consumer_services": tuple(_consumers(typed["consumers"].splitlines())),
            "name_id_format": typed["name_id_format"],
            "name_id_value": typed["name_id_value"],
            "attributes": tuple(self.attributes),
            "relay_state": typed["relay_state"] or None,
            "session_minutes": typed.number("session_minutes") or 0,
            "certificates": tuple(_PEM.findall(typed["certificates"])),
            "encryption_certificate": typed["encryption_certificate"] or None,
            "logout_url": typed["logout_url"] or None,
            "logout_binding": typed["logout_binding"],
            **{name: bool(typed[name]) for name in _BOXES if name != "is_shown"},
        }
        return SamlSettings(**given) if before is None else replace(before, **given)  # type: ignore[arg-type]


def shown(
    settings: SamlSettings, name: str = "", description: str = "", portal: PortalOptions | None = None
) -> SamlForm:
    """Return a form that holds these settings."""
    portal = portal or PortalOptions()
    values = {
        "name": name,
        "description": description,
        "application_url": (portal.sign_in and portal.sign_in.application_url) or "",
        "is_shown": _box(portal.visibility == "ENABLED"),
        "entity_id": settings.entity_id,
        "consumers": "\n".join(_line(each) for each in settings.assertion_consumer_services),
        "name_id_format": settings.name_id_format,
        "name_id_value": settings.name_id_value,
        "relay_state": settings.relay_state or "",
        "session_minutes": str(settings.session_minutes),
        "certificates": "\n".join(each.strip() for each in settings.certificates),
        "encryption_certificate": settings.encryption_certificate or "",
        "logout_url": settings.logout_url or "",
        "logout_binding": settings.logout_binding,
        **{each: _box(getattr(settings, each)) for each in _BOXES if each != "is_shown"},
    }
    return SamlForm(Typed(values), settings.attributes)


def empty() -> SamlForm:
    """Return the form of an application of which nothing is known yet."""
    return shown(SamlSettings("", ()))


def read(form: Form) -> SamlForm:
    """Return what was typed, and what is wrong with each field that can be told without the others."""
    typed = fields.typed(form, (*_TEXTS, *_BOXES))
    typed.require(_LABELS)
    typed.require(_LABELS_OF_SUBJECT)
    typed.limit("name", 100)
    typed.limit("description", 128)
    if typed["name_id_format"] not in get_args(NameIdFormat):
        typed.problems["name_id_format"] = "Choose one of these."
    if typed["logout_binding"] not in dict(BINDINGS):
        typed.problems["logout_url"] = "Choose how it takes logouts."
    if typed.number("session_minutes") is None:
        typed.problems["session_minutes"] = "This is a number of minutes."
    if typed["certificates"] and not _PEM.search(typed["certificates"]):
        typed.problems["certificates"] = "A certificate begins with -----BEGIN CERTIFICATE-----."
    return SamlForm(typed, _attributes(form))


def _attributes(form: Form) -> list[AttributeMapping]:
    """Return the rows that hold anything; a row is a name, a value and a format."""
    columns = (form.getlist("attribute_name"), form.getlist("attribute_value"), form.getlist("attribute_format"))
    rows = ((name.strip(), value.strip(), kind) for name, value, kind in zip(*columns, strict=False))
    return [
        AttributeMapping(name, value, kind if kind in get_args(NameFormat) else "unspecified")  # type: ignore[arg-type]
        for name, value, kind in rows
        if name or value
    ]


def _consumers(lines: Iterable[str]) -> Iterable[AssertionConsumerService]:
    """Read addresses, one a line, each with its index behind it where it has one."""
    for position, words in enumerate(line.split() for line in lines if line.strip()):
        index = words[1] if len(words) > 1 else ""
        is_index = index.isascii() and index.isdigit() and len(index) < 6 and int(index) <= _MOST_INDEX
        yield AssertionConsumerService(words[0], int(index) if is_index else position)


def _line(service: AssertionConsumerService) -> str:
    return f"{service.url} {service.index}" if service.index else service.url


def _box(ticked: bool) -> str:
    return "yes" if ticked else ""
