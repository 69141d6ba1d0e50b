"""boto3: trusted token issuers."""

import re
from typing import Any

import pytest

from tests.doors.boto import MANAGEMENT
from tests.doors.sso_admin.applications import OIDC, UNKNOWN_INSTANCE, UNKNOWN_ISSUER, application, blind, issuer
from tests.doors.sso_admin.conftest import Admin

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def described(admin: Admin, issuer_arn: str) -> dict[str, Any]:
    answer = admin.sso.describe_trusted_token_issuer(TrustedTokenIssuerArn=issuer_arn)
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def update(admin: Admin, issuer_arn: str, **configuration: str) -> None:
    admin.sso.update_trusted_token_issuer(
        TrustedTokenIssuerArn=issuer_arn,
        TrustedTokenIssuerConfiguration={"OidcJwtConfiguration": configuration},
    )


def test_an_issuer_is_made_described_changed_and_removed(admin: Admin) -> None:
    arn = issuer(admin)
    assert re.fullmatch(rf"arn:aws:sso::{MANAGEMENT}:trustedTokenIssuer/ssoins-[0-9a-f]{{16}}/tti-{UUID}", arn)
    found = described(admin, arn)
    assert found == {
        "TrustedTokenIssuerArn": arn,
        "Name": "idp",
        "TrustedTokenIssuerType": "OIDC_JWT",
        "TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": OIDC},
    }
    admin.sso.update_trusted_token_issuer(TrustedTokenIssuerArn=arn, Name="provider")
    assert described(admin, arn) == found | {"Name": "provider"}
    update(admin, arn, ClaimAttributePath="sub")
    update(admin, arn, IdentityStoreAttributePath="userName")
    changed = {**OIDC, "ClaimAttributePath": "sub", "IdentityStoreAttributePath": "userName"}
    assert described(admin, arn)["TrustedTokenIssuerConfiguration"] == {"OidcJwtConfiguration": changed}

    admin.sso.delete_trusted_token_issuer(TrustedTokenIssuerArn=arn)
    for operation in ("describe", "update", "delete"):
        with pytest.raises(admin.sso.exceptions.ResourceNotFoundException, match="Could not find TrustedTokenIssuer"):
            getattr(admin.sso, f"{operation}_trusted_token_issuer")(TrustedTokenIssuerArn=arn)


def test_they_are_listed_without_their_configuration(admin: Admin) -> None:
    made = {issuer(admin, f"idp{number}") for number in range(5)}
    listed = admin.pages("list_trusted_token_issuers", "TrustedTokenIssuers")
    assert {each["TrustedTokenIssuerArn"] for each in listed} == made
    assert all(set(each) == {"TrustedTokenIssuerArn", "Name", "TrustedTokenIssuerType"} for each in listed)


def test_names_are_unique(admin: Admin) -> None:
    issuer(admin)
    other = issuer(admin, "other")
    conflict = admin.sso.exceptions.ConflictException
    with pytest.raises(conflict, match="TrustedTokenIssuer with name idp already exists"):
        issuer(admin)
    with pytest.raises(conflict, match="TrustedTokenIssuer with name idp already exists"):
        admin.sso.update_trusted_token_issuer(TrustedTokenIssuerArn=other, Name="idp")


def test_a_repeated_request_makes_nothing_twice(admin: Admin) -> None:
    first = issuer(admin, ClientToken="one")
    assert issuer(admin, ClientToken="one") == first
    with pytest.raises(admin.sso.exceptions.ConflictException, match="client token"):
        issuer(admin, "other", ClientToken="one")


def test_a_grant_keeps_the_name_of_an_issuer_that_goes(admin: Admin) -> None:
    arn, application_arn = issuer(admin), application(admin)
    named = {"ApplicationArn": application_arn, "GrantType": "urn:ietf:params:oauth:grant-type:jwt-bearer"}
    grant = {"JwtBearer": {"AuthorizedTokenIssuers": [{"TrustedTokenIssuerArn": arn, "AuthorizedAudiences": ["a"]}]}}
    admin.sso.put_application_grant(**named, Grant=grant)
    admin.sso.delete_trusted_token_issuer(TrustedTokenIssuerArn=arn)
    assert admin.sso.get_application_grant(**named)["Grant"] == grant


BAD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"Name": "an idp"}, "regular expression"),
    ({"Name": "x" * 256}, "length less than or equal to 255"),
    ({"TrustedTokenIssuerType": "SAML"}, "enum"),
    ({"TrustedTokenIssuerConfiguration": {}}, "exactly one"),
    ({"TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": {}}}, "must not be null"),
    (
        {"TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": {**OIDC, "IssuerUrl": "ldap://idp"}}},
        "issuerUrl",
    ),
    (
        {"TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": {**OIDC, "ClaimAttributePath": "a[0]"}}},
        "claimAttributePath",
    ),
    ({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}, "more than once"),
)


def test_bad_issuers_are_refused(admin: Admin) -> None:
    for members, sentence in BAD:
        with pytest.raises(blind(admin).sso.exceptions.ValidationException, match=sentence):
            issuer(admin, **members)
    assert admin.pages("list_trusted_token_issuers", "TrustedTokenIssuers") == []


def test_more_tags_than_a_resource_may_have_are_refused(admin: Admin) -> None:
    tags = [{"Key": f"key{number}", "Value": ""} for number in range(51)]
    with pytest.raises(admin.sso.exceptions.ServiceQuotaExceededException, match="at most 50 tags"):
        issuer(admin, Tags=tags)


def test_what_does_not_exist_is_not_found_or_denied(admin: Admin) -> None:
    # The first two operations declare no ResourceNotFoundException.
    with pytest.raises(admin.sso.exceptions.AccessDeniedException, match="Instance"):
        issuer(admin, InstanceArn=UNKNOWN_INSTANCE)
    with pytest.raises(admin.sso.exceptions.AccessDeniedException, match="Instance"):
        admin.sso.list_trusted_token_issuers(InstanceArn=UNKNOWN_INSTANCE)
    arn = issuer(admin)
    for unknown in (UNKNOWN_ISSUER, arn.replace(MANAGEMENT, "999999999999")):
        with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
            admin.sso.describe_trusted_token_issuer(TrustedTokenIssuerArn=unknown)
