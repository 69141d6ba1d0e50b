"""The records that a user's attributes are made of (RFC 7643 sections 4.1.2 and 4.3)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name (RFC 7643 section 4.1.1)."""

    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None
    middle_name: str | None = None
    honorific_prefix: str | None = None
    honorific_suffix: str | None = None


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A telephone number, in any notation."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is in the organisation; it grants nothing."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address."""

    street_address: str | None = None
    locality: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    formatted: str | None = None
    type: str | None = None
    primary: bool | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: its URL, or its data."""

    value: str | None = None
    type: str | None = None
    display: str | None = None
    primary: bool | None = None


@dataclass(frozen=True, slots=True)
class InstantMessage:
    """An address of an instant messaging service."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A right that a person has elsewhere; it grants nothing here."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """An X.509 certificate of a person, DER in base64; nobody signs in with it."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True)
class ExternalId:
    """The id under which an outside identity provider knows a user or a group; unique with its issuer, case counting."""

    issuer: str
    id: str


@dataclass(frozen=True, slots=True)
class Manager:
    """A user's superior: an identifier and, where there is one, a reference to it."""

    value: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """The attributes that employers add (RFC 7643 section 4.3)."""

    employee_number: str | None = None
    cost_center: str | None = None
    organization: str | None = None
    division: str | None = None
    department: str | None = None
    manager: Manager | None = None
