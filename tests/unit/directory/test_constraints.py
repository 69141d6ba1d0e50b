"""What makes a user or a group, and in which sentences AWS says what does not."""

from dataclasses import replace

import pytest

from gatepost.core.directory.constraints import check_group, check_user
from gatepost.core.directory.model import (
    Address,
    Email,
    Enterprise,
    ExternalId,
    GroupAttributes,
    Manager,
    PersonName,
    Photo,
    UserAttributes,
)
from gatepost.kit.errors import Invalid

ADA = UserAttributes.person(user_name="ada", given_name="Ada", family_name="Lovelace", email="ada@example.com")


@pytest.mark.parametrize(
    "user",
    [
        ADA,
        replace(ADA, user_name="a" * 128),
        replace(ADA, user_name="José.Müller+sso@例え.jp"),
        replace(ADA, display_name="x" * 1024),
        replace(ADA, display_name="Two\tlines\r\nand\N{NO-BREAK SPACE}wide\N{IDEOGRAPHIC SPACE}blanks"),
        replace(ADA, emails=()),
        replace(ADA, emails=(Email(primary=False),)),
        replace(ADA, birthdate="2000-02-29"),
        replace(ADA, photos=(Photo("a"), Photo("b"), Photo("c", primary=True))),
        replace(ADA, external_ids=tuple(ExternalId("issuer", str(number)) for number in range(10))),
    ],
)
def test_a_user(user: UserAttributes) -> None:
    check_user(user)


@pytest.mark.parametrize(
    ("user", "sentence"),
    [
        (replace(ADA, user_name=None, display_name=None), "userName is a required attribute"),
        (replace(ADA, display_name=None), "displayname: The attribute displayname is required"),
        (
            replace(ADA, display_name=None, name=PersonName()),
            "displayname: The attribute displayname is required, name: The attribute name is required",
        ),
        (replace(ADA, name=PersonName(given_name="Ada")), "familyname: The attribute familyname is required"),
        (replace(ADA, name=PersonName(family_name="L")), "givenname: The attribute givenname is required"),
        (replace(ADA, emails=(Email("a"), Email("b"))), "List attribute emails exceeds allowed limit of 1"),
        (replace(ADA, addresses=(Address(),) * 2), "List attribute addresses exceeds allowed limit of 1"),
        (replace(ADA, photos=(Photo("a"),) * 4), "List attribute photos exceeds allowed limit of 3"),
        (
            replace(ADA, user_name="a" * 129),
            "Member must have length less than or equal to 128",
        ),
        (
            replace(ADA, user_name="ada lovelace"),
            r"Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+",
        ),
        (replace(ADA, title="a\x00b"), "Value at 'title'"),
        (replace(ADA, title="line\N{LINE SEPARATOR}break"), "Value at 'title'"),
        (replace(ADA, nick_name="\ud800"), "Value at 'nickName'"),
        (replace(ADA, addresses=(Address(street_address="x" * 1025),)), "Value at 'addresses.streetAddress'"),
        (replace(ADA, enterprise=Enterprise(manager=Manager(""))), "Value at 'enterprise.manager.value'"),
        (replace(ADA, external_ids=(ExternalId("an issuer", "1"),)), "Value at 'externalIds.issuer'"),
        (replace(ADA, external_ids=(ExternalId("issuer", "1" * 257),)), "Value at 'externalIds.id'"),
        (replace(ADA, birthdate="2001-02-29"), "birthdate: "),
        (replace(ADA, birthdate="20000229"), "birthdate: "),
        (replace(ADA, photos=(Photo(type="photo"),)), "photos.value is a required attribute"),
        (replace(ADA, photos=(Photo("a", primary=True),) * 2), "Only one of the photos can be primary"),
        (replace(ADA, user_name="administrator"), "administrator is a reserved name"),
        (replace(ADA, user_name="AWSAdministrators"), "AWSAdministrators is a reserved name"),
    ],
)
def test_no_user(user: UserAttributes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_user(user)
    assert sentence in refused.value.message


def test_every_broken_constraint_is_told_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        check_user(replace(ADA, name=PersonName(given_name="Ada", family_name="")))

    assert refused.value.message == (
        "2 validation errors detected: "
        "Value at 'name.familyName' failed to satisfy constraint: Member must have length greater than or equal to 1; "
        "Value at 'name.familyName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
        r"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00A0\u3000]+"
    )


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        (GroupAttributes(), "displayName is a required attribute"),
        (GroupAttributes("x" * 1025), "Member must have length less than or equal to 1024"),
        (GroupAttributes("Analysts", ""), "Value at 'description'"),
        (GroupAttributes("Administrator"), "Administrator is a reserved name"),
    ],
)
def test_no_group(group: GroupAttributes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_group(group)
    assert sentence in refused.value.message
