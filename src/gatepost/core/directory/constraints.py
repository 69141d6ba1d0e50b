"""What users and groups must keep to: the constraints of the identity store's model, in the sentences AWS answers with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import regex

from gatepost.core.directory.model import ExternalId, GroupAttributes, Photo, UserAttributes, folded
from gatepost.kit.errors import Invalid

_TEXT = regex.compile(r"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00A0\u3000]+")
_IDENTIFIER = regex.compile(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+")
_TEXT_LENGTH = 1024
_USER_NAME_LENGTH = 128
_EXTERNAL_ID_LENGTH = 256

_RESERVED = frozenset({folded("Administrator"), folded("AWSAdministrators")})
_TEXTS = (
    ("displayName", "display_name"),
    ("nickName", "nick_name"),
    ("profileUrl", "profile_url"),
    ("userType", "user_type"),
    ("title", "title"),
    ("preferredLanguage", "preferred_language"),
    ("locale", "locale"),
    ("timezone", "timezone"),
    ("website", "website"),
    ("birthdate", "birthdate"),
)
_LISTS = (
    ("emails", "emails"),
    ("addresses", "addresses"),
    ("phoneNumbers", "phone_numbers"),
    ("photos", "photos"),
    ("roles", "roles"),
    ("ims", "instant_messages"),
    ("entitlements", "entitlements"),
    ("x509Certificates", "certificates"),
    ("externalIds", "external_ids"),
)
_RECORDS = _LISTS[:-1]
_MOST = 100


@dataclass(frozen=True, slots=True)
class Rules:
    """What depends on who writes: whether a person must have names, and how many values an attribute has at most.

    `external_ids_have_blanks` where an outside directory may call people what it likes, such as `CN=Ada Lovelace,OU=London`.
    """

    needs_names: bool
    limits: Mapping[str, int]
    text_length: int = _TEXT_LENGTH
    external_ids_have_blanks: bool = False


AWS_RULES = Rules(
    needs_names=True,
    limits={"emails": 1, "addresses": 1, "phone_numbers": 1, "photos": 3, "roles": 1, "external_ids": 10},
)
"""The model's own: what administrators and their programs write."""

PROVISIONING_RULES = Rules(needs_names=False, limits={}, text_length=8192, external_ids_have_blanks=True)
"""RFC 7643's: an identity provider may know of a person no more than a user name, or five addresses and a certificate."""


def check_user(user: UserAttributes, rules: Rules = AWS_RULES, before: UserAttributes | None = None) -> None:
    """Raise Invalid unless these attributes make a user (identitystore CreateUser).

    What a change leaves as it was before counts as right, whoever wrote it by whatever rules.
    """
    _require(
        _missing_of_user(user, before) if rules.needs_names else (), "userName" if user.user_name is None else None
    )
    _check_lists(user, rules, before)
    _raise_all(_violations_of_user(user, rules))
    _refuse_reserved(user.user_name)
    _check_birthdate(user.birthdate)
    _check_photos(user.photos)


def check_group(group: GroupAttributes) -> None:
    """Raise Invalid unless these attributes make a group (identitystore CreateGroup)."""
    _require((), "displayName" if group.display_name is None else None)
    _check_lists(group)
    _raise_all(_violations_of_group(group))
    _refuse_reserved(group.display_name)


def check_labels(labels: Iterable[str | None]) -> None:
    """Raise Invalid unless these are what members of a group may be called."""
    _raise_all(violation for label in labels for violation in _text("members.display", label))


def _require(missing: Iterable[str], key: str | None) -> None:
    """Say what is missing: AWS names the key attribute alone, and the others together, in lower case."""
    if key is not None:
        raise Invalid(f"{key} is a required attribute")
    sentence = ", ".join(f"{name}: The attribute {name} is required" for name in missing)
    if sentence:
        raise Invalid(sentence)


def _missing_of_user(user: UserAttributes, before: UserAttributes | None) -> Iterator[str]:
    if user.display_name is None and (before is None or before.display_name is not None):
        yield "displayname"
    if before is not None and user.name == before.name:
        return
    if user.name.given_name is None and user.name.family_name is None:
        yield "name"
    elif user.name.given_name is None:
        yield "givenname"
    elif user.name.family_name is None:
        yield "familyname"


def _check_lists(
    attributes: UserAttributes | GroupAttributes, rules: Rules = AWS_RULES, before: UserAttributes | None = None
) -> None:
    for path, name in _LISTS:
        found = getattr(attributes, name, ())
        if not found or (before is not None and found == getattr(before, name)):
            continue
        limit = rules.limits.get(name, _MOST)
        if len(found) > limit:
            raise Invalid(f"List attribute {path} exceeds allowed limit of {limit}")


def _violations_of_user(user: UserAttributes, rules: Rules) -> Iterator[str]:
    yield from _identifier("userName", user.user_name, _USER_NAME_LENGTH)
    for path, name in _TEXTS:
        yield from _text(path, getattr(user, name))
    yield from _record("name", user.name)
    for path, name in _RECORDS:
        for record in getattr(user, name):
            yield from _record(path, record, rules.text_length)
    yield from _external_ids(user.external_ids, rules)
    if user.enterprise is not None:
        yield from _record("enterprise", user.enterprise)


def _violations_of_group(group: GroupAttributes) -> Iterator[str]:
    yield from _text("displayName", group.display_name)
    yield from _text("description", group.description)
    # Only identity providers give external ids to groups.
    yield from _external_ids(group.external_ids, PROVISIONING_RULES)


def _external_ids(external_ids: Iterable[ExternalId], rules: Rules) -> Iterator[str]:
    of_id = _text if rules.external_ids_have_blanks else _identifier
    for external_id in external_ids:
        yield from _identifier("externalIds.issuer", external_id.issuer, _EXTERNAL_ID_LENGTH)
        yield from of_id("externalIds.id", external_id.id, _EXTERNAL_ID_LENGTH)


def _record(path: str, record: Any, length: int = _TEXT_LENGTH) -> Iterator[str]:
    for name in record.__slots__:
        value = getattr(record, name)
        if isinstance(value, str):
            yield from _text(f"{path}.{_camel(name)}", value, length)
        elif value is not None and not isinstance(value, bool):
            yield from _record(f"{path}.{_camel(name)}", value)


def _text(path: str, text: str | None, length: int = _TEXT_LENGTH) -> Iterator[str]:
    # Nearly every value is short, printable ASCII, and then needs no pattern.
    if text is None or (0 < len(text) <= length and text.isascii() and text.isprintable()):
        return
    yield from _violations(path, text, length, _TEXT)


def _identifier(path: str, text: str | None, length: int) -> Iterator[str]:
    if text is None or (0 < len(text) <= length and " " not in text and text.isascii() and text.isprintable()):
        return
    yield from _violations(path, text, length, _IDENTIFIER)


def _violations(path: str, text: str, length: int, pattern: "regex.Pattern[str]") -> Iterator[str]:
    at = f"Value at '{path}' failed to satisfy constraint: Member must"
    if not text:
        yield f"{at} have length greater than or equal to 1"
    if len(text) > length:
        yield f"{at} have length less than or equal to {length}"
    elif not pattern.fullmatch(text):
        yield f"{at} satisfy regular expression pattern: {pattern.pattern}"


def _raise_all(violations: Iterable[str]) -> None:
    found = list(violations)
    if found:
        count = "1 validation error" if len(found) == 1 else f"{len(found)} validation errors"
        raise Invalid(f"{count} detected: {'; '.join(found)}")


def _refuse_reserved(name: str | None) -> None:
    if name is not None and folded(name) in _RESERVED:
        raise Invalid(f"{name} is a reserved name and cannot be used for users or groups.")


def _check_birthdate(birthdate: str | None) -> None:
    if birthdate is None:
        return
    try:
        well_formed = date.fromisoformat(birthdate).isoformat() == birthdate
    except ValueError:
        well_formed = False
    if not well_formed:
        raise Invalid("birthdate: The attribute birthdate must be a date in the form YYYY-MM-DD")


def _check_photos(photos: tuple[Photo, ...]) -> None:
    if any(photo.value is None for photo in photos):
        raise Invalid("photos.value is a required attribute")
    if sum(1 for photo in photos if photo.primary) > 1:
        raise Invalid("Only one of the photos can be primary")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
