"""Attributes for access control: which of a person's attributes become tags of their role sessions (ABAC)."""

from collections.abc import Mapping, Sequence
from typing import Final

import regex

from gatepost.core.access import store
from gatepost.core.access.model import AccessControlAttribute
from gatepost.core.call import Call
from gatepost.core.directory.attribute_sources import reader
from gatepost.core.directory.model import UserAttributes
from gatepost.core.instances import instances
from gatepost.kit.errors import Conflict, Invalid, NotFound
from gatepost.store.database import Duplicate

_TAG_VALUE: Final = regex.compile(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}")
"""What STS takes as a session tag's value (sts `tagValueType`)."""
_KEY: Final = regex.compile(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}")
MOST_ATTRIBUTES: Final = 50
"""sso-admin `AccessControlAttributeKey` and `AccessControlAttributeList`."""


def create(call: Call, instance_arn: str, attributes: Sequence[AccessControlAttribute]) -> None:
    """Begin to pass attributes on (sso-admin CreateInstanceAccessControlAttributeConfiguration)."""
    instance_id = instances.require(call, instance_arn).instance_id
    _check(attributes)
    try:
        store.attributes.insert_configuration(call.tx, instance_id, attributes)
    except Duplicate:
        raise Conflict(f"The instance {instance_id} has an access control attribute configuration already.") from None


def get(call: Call, instance_arn: str) -> Sequence[AccessControlAttribute]:
    """Return the attributes that are passed on (sso-admin DescribeInstanceAccessControlAttributeConfiguration)."""
    instance_id = instances.require(call, instance_arn).instance_id
    found = store.attributes.find_configuration(call.tx, instance_id)
    if found is None:
        raise _not_found(instance_id)
    return found


def update(call: Call, instance_arn: str, attributes: Sequence[AccessControlAttribute]) -> None:
    """Pass on these attributes and no others (sso-admin UpdateInstanceAccessControlAttributeConfiguration)."""
    instance_id = instances.require(call, instance_arn).instance_id
    _check(attributes)
    if not store.attributes.update_configuration(call.tx, instance_id, attributes):
        raise _not_found(instance_id)


def put(call: Call, instance_arn: str, attribute: AccessControlAttribute) -> None:
    """Pass one attribute on besides the others, or from another source than before: keys are the same whatever their case."""
    instances.lock(call, instance_arn)  # so that of two who add one at the same moment neither undoes the other's
    others = [each for each in get(call, instance_arn) if each.key.casefold() != attribute.key.casefold()]
    update(call, instance_arn, [*others, attribute])


def remove(call: Call, instance_arn: str, key: str) -> None:
    """Pass one attribute on no more; NotFound where it is not passed on."""
    instances.lock(call, instance_arn)
    before = get(call, instance_arn)
    after = [each for each in before if each.key != key]
    if len(after) == len(before):
        raise NotFound(f"No attribute is passed on as {key}.")
    update(call, instance_arn, after)


def delete(call: Call, instance_arn: str) -> None:
    """Pass on nothing any more (sso-admin DeleteInstanceAccessControlAttributeConfiguration)."""
    instance_id = instances.require(call, instance_arn).instance_id
    if not store.attributes.delete_configuration(call.tx, instance_id):
        raise _not_found(instance_id)


def session_tags(attributes: Sequence[AccessControlAttribute], user: UserAttributes) -> Mapping[str, str]:
    """Return the tags of a person's role sessions; an attribute that the person does not have is none.

    Raise Invalid for a value that STS would not take as a tag's: without the tag the session might be allowed more.
    """
    values = {attribute.key: reader(attribute.source)(user) for attribute in attributes}
    for key, value in values.items():
        if value is not None and not _TAG_VALUE.fullmatch(value):
            raise Invalid(f"The value of the attribute {key} cannot be the value of a session tag.")
    return {key: value for key, value in values.items() if value is not None}


def _check(attributes: Sequence[AccessControlAttribute]) -> None:
    if len(attributes) > MOST_ATTRIBUTES:
        raise Invalid(f"At most {MOST_ATTRIBUTES} attributes are passed on.")
    if not all(_KEY.fullmatch(attribute.key) for attribute in attributes):
        raise Invalid("An attribute key has 1 to 128 letters, digits, blanks and any of _ . : / = + - @.")
    keys = {attribute.key.casefold() for attribute in attributes}
    if len(keys) != len(attributes):
        raise Invalid("An attribute key is given more than once. Case does not tell two keys apart.")
    if any(key.startswith("aws:") for key in keys):
        raise Invalid("Attribute keys that begin with aws: are reserved.")
    for attribute in attributes:
        reader(attribute.source)


def _not_found(instance_id: str) -> NotFound:
    return NotFound(f"Could not find an access control attribute configuration of the instance {instance_id}")
