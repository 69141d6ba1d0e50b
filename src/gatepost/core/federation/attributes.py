"""What a provider says of a person and a session passes on: `AccessControl:` attributes become tags of role sessions."""

from collections.abc import Mapping

import regex

from gatepost.core.call import Call
from gatepost.core.federation import store

_PREFIXES = ("https://aws.amazon.com/SAML/Attributes/AccessControl:", "AccessControl:")
_KEY = regex.compile(r"[\p{L}\p{Z}\p{N}_.:\/=+\-@]{1,128}")
_VALUE = regex.compile(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}")
_MOST = 50


def passed_on(attributes: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return keys and values of the attributes for access control: those that STS takes, each of one value.

    IAM Identity Center User Guide, "Attributes for access control": the name is that prefix and the key.
    """
    found: dict[str, str] = {}
    for name, values in attributes.items():
        key = next((name.removeprefix(prefix) for prefix in _PREFIXES if name.startswith(prefix)), "")
        if len(values) == 1 and len(found) < _MOST and _KEY.fullmatch(key) and _VALUE.fullmatch(values[0]):
            found[key] = values[0]
    return found


def keep(call: Call, session_id: str, attributes: Mapping[str, str]) -> None:
    """Keep them with a session, if there are any."""
    if attributes:
        store.attributes.insert_attributes(call.tx, session_id, attributes)


def of_session(call: Call, session_id: str) -> Mapping[str, str]:
    """Return what is passed on in a session."""
    return store.attributes.find_attributes(call.tx, session_id)
