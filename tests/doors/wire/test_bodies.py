"""Bodies and forms that cannot be read, and the odd ones that can."""

import time
from typing import Any

import pytest

from gatepost.doors.aws.wire import codec
from gatepost.doors.aws.wire.shapes import service
from gatepost.doors.aws.wire.validate import validate
from gatepost.kit.errors import Invalid
from gatepost.web.signing.request import MAX_PARAMETERS, Request

LIMIT = 1 << 20


def decoded(service_name: str, operation: str, request: Request) -> dict[str, Any]:
    return codec.decode(service(service_name).operations[operation], request, LIMIT)


def from_json(body: bytes) -> dict[str, Any]:
    return decoded("sso-admin", "ListInstances", Request("POST", "/", "", (), body))


def from_form(body: str | bytes, operation: str = "CreateRole", query: str = "") -> dict[str, Any]:
    encoded = body.encode() if isinstance(body, str) else body
    return decoded("iam", operation, Request("POST", "/", query, (), encoded))


def nested(levels: int) -> bytes:
    return b'{"a":' * (levels - 1) + b"{}" + b"}" * (levels - 1)


def test_an_empty_body_is_no_members() -> None:
    assert from_json(b"") == {}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"5",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b'{"a": "\x00"}',
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": 1}}',
        b'{"a": 1} {"a": 2}',
        b'{"a": "\\',
        b"\x00",
    ],
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        from_json(body)

    assert caught.value.reason == "SerializationException"


def test_depth_is_bounded() -> None:
    assert from_json(nested(32))
    with pytest.raises(Invalid, match="32 levels"):
        from_json(nested(33))


def test_depth_counts_open_brackets_and_not_those_in_texts() -> None:
    assert from_json(b'{"a": [' + b"[],{}," * 100 + b"[]]}")
    assert from_json(b'{"a": "' + b'[{\\"' * 100 + b'"}')


@pytest.mark.parametrize(
    "body", [b"[" * 900_000, b'"\\"' * 300_000, b'{"a":"' + b'\\"' * 400_000, b"[]," * 300_000 + b"[" * 33]
)
def test_hostile_nesting_costs_little(body: bytes) -> None:
    began = time.process_time()
    with pytest.raises(Invalid):
        from_json(body)

    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("service_name", "operation"), [("sso-admin", "ListInstances"), ("sso-oidc", "CreateToken"), ("iam", "GetRole")]
)
def test_size_is_bounded_before_anything_is_read(service_name: str, operation: str) -> None:
    request = Request("POST", "/", "", (), b"\xff" * 101)

    with pytest.raises(Invalid) as caught:
        codec.decode(service(service_name).operations[operation], request, 100)

    assert caught.value.reason == "RequestEntityTooLarge"


def test_a_rest_member_is_read_only_where_it_belongs() -> None:
    request = Request(
        "GET",
        "/assignment/accounts",
        "max_result=7&next_token=a%20b&accessToken=canary",
        [("x-amz-sso_bearer_token", "token")],
        b'{"accessToken": "canary"}',
    )

    assert decoded("sso", "ListAccounts", request) == {"nextToken": "a b", "maxResults": 7, "accessToken": "token"}


@pytest.mark.parametrize("size", ["seven", "", "7.0", "1e1", "0x7", "٣", "9" * 5000, " 7"])
def test_numbers_in_a_query_string_are_numbers(size: str) -> None:
    request = Request("GET", "/assignment/accounts", f"max_result={_quoted(size)}", (), b"")

    with pytest.raises(Invalid) as caught:
        decoded("sso", "ListAccounts", request)

    assert caught.value.reason == "SerializationException"


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def test_forms_hold_lists_maps_and_structures() -> None:
    found = from_form(
        "Action=CreateRole&Version=2010-05-08&RoleName=a&MaxSessionDuration=3600"
        "&Tags.member.2.Key=k2&Tags.member.2.Value=&Tags.member.1.Key=k1&Tags.member.1.Value=a%26b%3Dc+d"
    )

    assert found == {
        "RoleName": "a",
        "MaxSessionDuration": 3600,
        "Tags": [{"Key": "k1", "Value": "a&b=c d"}, {"Key": "k2", "Value": ""}],
    }


def test_positions_sort_as_numbers() -> None:
    form = "&".join(f"Tags.member.{n}.Key=k{n}" for n in range(12, 0, -1))

    assert [tag["Key"] for tag in from_form(form)["Tags"]] == [f"k{n}" for n in range(1, 13)]


def test_an_empty_list_is_one_empty_value() -> None:
    assert from_form("RoleName=a&Tags=") == {"RoleName": "a", "Tags": []}


def test_query_string_and_form_come_together() -> None:
    found = from_form("RoleName=a", query="Action=CreateRole&Version=2010-05-08&Path=%2F")

    assert found == {"RoleName": "a", "Path": "/"}


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("RoleName=a&RoleName=b", "MalformedQueryString"),
        (b"RoleName=%FF", "MalformedQueryString"),
        (b"RoleName=\xff", "MalformedQueryString"),
        ("&".join(f"p{n}=v" for n in range(MAX_PARAMETERS + 1)), "MalformedQueryString"),
        ("RoleName.member.1=a", "SerializationException"),
        ("Tags=a", "SerializationException"),
        ("Tags.member=a", "SerializationException"),
        ("Tags.member.1=a", "SerializationException"),
        ("Tags.member.1.Key=a&Tags.member.1=a", "SerializationException"),
        ("Tags.member.1=a&Tags.member.1.Key=a", "SerializationException"),
        ("Tags.member.x.Key=a", "SerializationException"),
        ("Tags.member.-1.Key=a", "SerializationException"),
        (f"Tags.member.{'9' * 5000}.Key=a", "SerializationException"),
        ("Tags.member.².Key=a", "SerializationException"),
        ("MaxSessionDuration=an+hour", "SerializationException"),
    ],
)
def test_what_is_no_form_is_refused(form: str | bytes, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        from_form(form)

    assert caught.value.reason == reason


def test_a_form_may_name_what_is_no_member() -> None:
    deep = ".".join(["a"] * 1000)

    assert from_form(f"RoleName=a&{deep}=x&Tags.other.1=x&=x") == {"RoleName": "a", "Tags": []}


def test_booleans_in_a_form() -> None:
    form = "UserName=a&PasswordResetRequired="

    assert from_form(form + "true", "UpdateLoginProfile")["PasswordResetRequired"] is True
    assert from_form(form + "False", "UpdateLoginProfile")["PasswordResetRequired"] is False
    with pytest.raises(Invalid):
        from_form(form + "1", "UpdateLoginProfile")


@pytest.mark.parametrize("entry", ["key=a", "value=a", "key.x=a&Properties.entry.1.value=b"])
def test_an_entry_of_a_map_has_key_and_value(entry: str) -> None:
    assert from_form("Properties.entry.1.key=a&Properties.entry.1.value=b", "PutAccountProperties") == {
        "Properties": {"a": "b"}
    }
    with pytest.raises(Invalid):
        from_form(f"Properties.entry.1.{entry}", "PutAccountProperties")


def test_the_body_of_a_request_that_takes_none_is_not_parsed() -> None:
    request = Request("POST", "/logout", "", [("x-amz-sso_bearer_token", "token")], b"\xff")
    operation = service("sso").operations["Logout"]

    assert list(validate(operation, codec.decode(operation, request, LIMIT))) == ["accessToken"]
