"""Passwords that a provider sets: hashed before the call, since that takes longer than all the rest of it."""

from collections.abc import Iterable

from gatepost.core.call import Call
from gatepost.core.signin import passwords
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.operations import Operation
from gatepost.doors.scim.paths import Document, Path
from gatepost.doors.scim.schemas import USER_SCHEMA
from gatepost.kit.secret import Secret

_PASSWORD = USER_SCHEMA.by_name["password"]


def take_hash(document: Document) -> Secret | None:
    """Take the password out of a user's document and return its hash; Invalid for one that may not be set."""
    password = document.pop("password", None)
    if password is None:
        return None
    emails = [each.get("value") for each in document.get("emails") or ()]
    name = document.get("name") or {}
    words = (document.get("displayName"), name.get("givenName"), name.get("familyName"), *emails)
    return _hash(password, document["userName"], [word for word in words if word])


def take_hash_of(operations: list[Operation]) -> tuple[list[Operation], Secret | None]:
    """Return the operations that are not about the password, and the hash of the one that they set last."""
    about = [each for each in operations if isinstance(each.path, Path) and each.path.attribute is _PASSWORD]
    if not about:
        return operations, None
    rest = [each for each in operations if each not in about]
    last = about[-1]
    if last.kind == "remove" or not isinstance(last.value, str) or not last.value:
        raise refusal("invalidValue", "A password is replaced by another, which must be a text.")
    return rest, _hash(last.value, "", ())


def keep(call: Call, user_id: str, password_hash: Secret | None) -> None:
    """Set the password, if there is one to set, and end the sessions that an earlier one opened."""
    if password_hash is not None:
        passwords.store_hash(call, user_id, password_hash)


def _hash(text: str, user_name: str, words: Iterable[str]) -> Secret:
    password = Secret(text)
    passwords.require_acceptable(password, user_name=user_name, words=tuple(words))
    return passwords.hash_password(password)
