"""Signature Version 4: botocore signs, AWS's published examples sign, and every change afterwards is noticed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from botocore.auth import S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from gatepost.kit.errors import Unauthenticated
from gatepost.kit.secret import Secret
from gatepost.web.signing import sigv4
from gatepost.web.signing.request import Request
from gatepost.web.signing.sigv4 import Signature
from tests.doors.wire.samples import from_prepared

# The example credentials of AWS's documentation.
KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
SIGNED_AT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
DATE = "20150830T123600Z"

Headers = Sequence[tuple[str, str]]


@pytest.fixture
def at_signing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore sign at the time of AWS's examples."""
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: SIGNED_AT.replace(tzinfo=None))


def example(method: str, target: str, headers: Headers, signed: str, digest: str, **parts: Any) -> Request:
    """A request of AWS's documentation or test suite, signed there."""
    path, _, query = target.partition("?")
    scope = f"20150830/us-east-1/{parts.get('service', 'service')}/aws4_request"
    authorization = f"AWS4-HMAC-SHA256 Credential={KEY_ID}/{scope}, SignedHeaders={signed}, Signature={digest}"
    sent = [("Authorization", authorization), ("X-Amz-Date", DATE), *headers]
    return Request(method, path, query, sent, parts.get("body", b""))


def verify(request: Request, *, secret: str = SECRET, now: datetime = SIGNED_AT) -> Signature:
    signature = sigv4.parse(request)
    assert signature is not None
    signature.verify(Secret(secret), now)
    return signature


def refusal(request: Request, *, secret: str = SECRET, now: datetime = SIGNED_AT) -> Unauthenticated:
    with pytest.raises(Unauthenticated) as caught:
        verify(request, secret=secret, now=now)
    return caught.value


HOST = ("Host", "example.amazonaws.com")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("method", "target", "headers", "signed", "digest", "parts"),
    [
        (
            "GET",
            "/?Action=ListUsers&Version=2010-05-08",
            [("Host", "iam.amazonaws.com"), ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            "content-type;host;x-amz-date",
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            {"service": "iam"},
        ),
        ("GET", "/", [HOST], "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", {}),
        (
            "GET",
            "/a/..//./",
            [HOST],
            "host;x-amz-date",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            {},
        ),
        (
            "GET",
            "/?Param2=value2&Param1=value1",
            [HOST],
            "host;x-amz-date",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            {},
        ),
        (
            "GET",
            "/\xe1\x88\xb4",
            [HOST],
            "host;x-amz-date",
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
            {},
        ),
        (
            "GET",
            "/?\xe1\x88\xb4=bar",
            [HOST],
            "host;x-amz-date",
            "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
            {},
        ),
        (
            "GET",
            "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            [HOST],
            "host;x-amz-date",
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
            {},
        ),
        (
            "GET",
            "/",
            [HOST, ("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")],
            "host;my-header1;x-amz-date",
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
            {},
        ),
        (
            "GET",
            "/",
            [HOST, ("My-Header1", " value1"), ("My-Header2", ' "a   b   c"')],
            "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
            {},
        ),
        (
            "POST",
            "/",
            [HOST],
            "host;x-amz-date",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            {},
        ),
        (
            "POST",
            "/",
            [HOST, FORM],
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            {"body": b"Param1=value1"},
        ),
    ],
)
def test_aws_examples(
    method: str, target: str, headers: Headers, signed: str, digest: str, parts: Mapping[str, Any]
) -> None:
    request = example(method, target, headers, signed, digest, **parts)

    signature = verify(request)

    assert (signature.access_key_id, signature.region, signature.date) == (KEY_ID, "us-east-1", "20150830")


def test_the_derived_key_of_the_documentation() -> None:
    key = sigv4.signing_key(Secret(SECRET), "20150830", "us-east-1", "iam")

    assert key.hex() == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"


def signed_by_botocore(
    method: str = "POST",
    url: str = "https://gatepost.example:8443/",
    headers: Mapping[str, str] | None = None,
    body: bytes = b'{"a": "b"}',
    token: str | None = None,
) -> Request:
    request = AWSRequest(method, url, headers=dict(headers or {}), data=body)
    SigV4Auth(Credentials(KEY_ID, SECRET, token), "sso", "eu-central-1").add_auth(request)
    return from_prepared(request.prepare())


def presigned_by_botocore(
    expires: int = 60, token: str | None = None, method: str = "GET", body: bytes = b"", auth: Any = SigV4QueryAuth
) -> Request:
    url = "https://sts.gatepost.example/?Action=GetCallerIdentity&Version=2011-06-15"
    request = AWSRequest(method, url, headers={"x-k8s-aws-id": "cluster"}, data=body)
    auth(Credentials(KEY_ID, SECRET, token), "sts", "eu-central-1", expires=expires).add_auth(request)
    return from_prepared(request.prepare())


def changed(request: Request, **parts: Any) -> Request:
    """The same request with a part of it changed."""
    old = {
        "method": request.method,
        "raw_path": request.raw_path,
        "raw_query": request.raw_query,
        "headers": list(request.headers.items()),
        "body": request.body,
    }
    return Request(**{**old, **parts})


def with_header(request: Request, name: str, value: str) -> Request:
    return changed(request, headers=[*((n, v) for n, v in request.headers.items() if n != name), (name, value)])


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize(
    "url",
    [
        "https://gatepost.example/",
        "https://gatepost.example",
        "http://localhost:8080/",
        "https://gatepost.example/api/v1/users/a%20b%2Bc/%C3%A9~-._",
        "https://gatepost.example/a//b/./c/../d/",
        "https://gatepost.example/?b=2&a=1&a=0&c=&d=%20%2B%2F%3D&%C3%A9=%C3%BC&e=-_.~",
    ],
)
@pytest.mark.parametrize("token", [None, "a-token/+="])
def test_what_botocore_signs(url: str, token: str | None) -> None:
    signature = verify(
        signed_by_botocore(url=url, token=token, headers={"X-Amz-Target": "a.b", "My-Header": " a   b "})
    )

    assert (signature.service, signature.region) == ("sso", "eu-central-1")
    assert signature.session_token == (Secret(token) if token else None)
    assert signature.expires_seconds is None


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize("token", [None, "a-token/+="])
@pytest.mark.parametrize("auth", [SigV4QueryAuth, S3SigV4QueryAuth])
def test_what_botocore_presigns(token: str | None, auth: Any) -> None:
    request = presigned_by_botocore(token=token)

    signature = verify(request)

    assert signature.session_token == (Secret(token) if token else None)
    assert signature.expires_seconds == 60


TEXT = st.text(st.characters(codec="utf-8"), max_size=9)


@given(body=st.binary(max_size=200), words=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_any_body_and_query(body: bytes, words: list[tuple[str, str]]) -> None:
    # Spelt as the SDKs do: botocore signs the spelling it is given.
    query = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in words)
    request = signed_by_botocore(url=f"https://gatepost.example/?{query}", body=body)
    signature = sigv4.parse(request)
    assert signature is not None

    signature.verify(Secret(SECRET), signature.signed_at)


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize(
    ("signed", "sent"),
    [
        ("a=%7Eb%41", "a=~bA"),
        ("a=b%20c", "a=b+c"),
        ("a=%C3%A9", "a=%c3%a9"),
        ("b=1&a=2", "a=2&b=1"),
        ("a=", "a"),
        ("a=1", "a=1&"),
    ],
)
def test_other_spellings_of_a_query_are_the_same_query(signed: str, sent: str) -> None:
    canonical = signed.replace("%7E", "~").replace("%41", "A")

    verify(changed(signed_by_botocore(url=f"https://gatepost.example/?{canonical}"), raw_query=sent))


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize(
    "change",
    [
        {"method": "PUT"},
        {"raw_path": "/other"},
        {"raw_query": "a=1"},
        {"body": b'{"a": "c"}'},
        {"body": b""},
    ],
)
def test_every_part_is_signed(change: dict[str, Any]) -> None:
    assert refusal(changed(signed_by_botocore(), **change)).reason == "SignatureDoesNotMatch"


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", "evil.example"),
        ("x-amz-target", "SWBExternalService.DeleteInstance"),
        ("x-amz-security-token", "other"),
        ("x-amz-date", "20150830T123601Z"),
    ],
)
def test_every_signed_header_counts(name: str, value: str) -> None:
    request = signed_by_botocore(headers={"X-Amz-Target": "SWBExternalService.ListInstances"}, token="token")

    assert refusal(with_header(request, name, value)).reason == "SignatureDoesNotMatch"


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize("name", ["x-amz-target", "X_Amz_Target", "x-amz-security-token", "x-amz-anything"])
def test_a_header_of_amazons_that_is_not_signed_is_refused(name: str) -> None:
    problem = refusal(with_header(signed_by_botocore(), name, "SWBExternalService.DeleteInstance"))

    assert problem.reason == "SignatureDoesNotMatch"
    assert "must be a 'SignedHeader'" in problem.message


@pytest.mark.usefixtures("at_signing")
def test_headers_that_nobody_signed_may_come_and_go() -> None:
    request = with_header(signed_by_botocore(), "user-agent", "other")

    verify(with_header(with_header(request, "x-amzn-trace-id", "Root=1"), "accept", "*/*"))


@pytest.mark.usefixtures("at_signing")
def test_a_signed_header_that_is_gone_is_missed() -> None:
    request = signed_by_botocore(headers={"My-Header": "a"})
    headers = [(name, value) for name, value in request.headers.items() if name != "my-header"]

    assert "is not in the request" in refusal(changed(request, headers=headers)).message


def test_the_host_must_be_signed() -> None:
    assert "'Host'" in refusal(example("GET", "/", [HOST], "x-amz-date", "0" * 64)).message


@pytest.mark.usefixtures("at_signing")
def test_another_secret() -> None:
    problem = refusal(signed_by_botocore(), secret=SECRET + "x")

    assert problem.reason == "SignatureDoesNotMatch"
    assert SECRET not in problem.message


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize("minutes", [-15, 0, 15])
def test_fifteen_minutes_of_skew(minutes: int) -> None:
    verify(signed_by_botocore(), now=SIGNED_AT + timedelta(minutes=minutes))


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (901, "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"),
        (-901, "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z"),
    ],
)
def test_a_second_more(seconds: int, sentence: str) -> None:
    problem = refusal(signed_by_botocore(), now=SIGNED_AT + timedelta(seconds=seconds))

    assert (problem.message, problem.reason) == (sentence, "RequestExpired")


@pytest.mark.usefixtures("at_signing")
def test_a_presigned_request_lives_as_long_as_it_says() -> None:
    request = presigned_by_botocore(expires=3600)

    verify(request, now=SIGNED_AT + timedelta(seconds=3600))
    verify(request, now=SIGNED_AT - timedelta(minutes=15))
    assert refusal(request, now=SIGNED_AT + timedelta(seconds=3601)).reason == "RequestExpired"
    assert refusal(request, now=SIGNED_AT - timedelta(seconds=901)).reason == "RequestExpired"


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize("seconds", ["0", "604801", "-1", "a", "1e3", "", "99999999"])
def test_a_presigned_request_lives_seven_days_at_most(seconds: str) -> None:
    request = presigned_by_botocore()
    query = request.raw_query.replace("X-Amz-Expires=60", f"X-Amz-Expires={seconds}")

    assert refusal(changed(request, raw_query=query)).reason == "IncompleteSignature"


@pytest.mark.usefixtures("at_signing")
def test_seven_days_are_allowed() -> None:
    verify(presigned_by_botocore(expires=604_800), now=SIGNED_AT + timedelta(days=7))


@pytest.mark.usefixtures("at_signing")
def test_a_presigned_request_is_bound_to_its_query_and_body() -> None:
    request = presigned_by_botocore()
    other = request.raw_query.replace("GetCallerIdentity", "GetSessionToken")

    assert refusal(changed(request, raw_query=other)).reason == "SignatureDoesNotMatch"
    assert (
        refusal(changed(request, raw_query=request.raw_query + "&DurationSeconds=900")).reason
        == "SignatureDoesNotMatch"
    )
    assert refusal(changed(request, body=b"Action=CreateUser")).reason == "SignatureDoesNotMatch"
    assert refusal(with_header(request, "x-k8s-aws-id", "other")).reason == "SignatureDoesNotMatch"


def unsigned_payload(body: bytes) -> Request:
    request = AWSRequest("POST", "https://gatepost.example/", headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"})
    SigV4QueryAuth(Credentials(KEY_ID, SECRET), "sts", "eu-central-1").add_auth(request)
    return changed(from_prepared(request.prepare()), body=body)


@pytest.mark.usefixtures("at_signing")
def test_an_unsigned_payload_must_be_empty() -> None:
    verify(unsigned_payload(b""))
    assert refusal(unsigned_payload(b"Action=CreateUser&Version=2010-05-08")).reason == "SignatureDoesNotMatch"


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize(
    "announced",
    ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "0" * 64],
)
def test_an_announced_digest_is_that_of_the_body(announced: str) -> None:
    problem = refusal(signed_by_botocore(headers={"X-Amz-Content-SHA256": announced}))

    assert problem.reason == "SignatureDoesNotMatch"
    assert "x-amz-content-sha256" in problem.message


def authorized(authorization: str, *headers: tuple[str, str]) -> Request:
    return Request("POST", "/", "", [("Authorization", authorization), HOST, *(headers or [("X-Amz-Date", DATE)])])


@pytest.mark.parametrize("authorization", ["", "Bearer abc", "Basic YTpi", "aws4-hmac-sha256 x"])
def test_a_request_without_a_signature(authorization: str) -> None:
    assert sigv4.parse(authorized(authorization)) is None
    assert sigv4.parse(Request("GET", "/", "a=b", [HOST])) is None


GOOD = f"AWS4-HMAC-SHA256 Credential={KEY_ID}/20150830/r/sts/aws4_request, SignedHeaders=host, Signature={'0' * 64}"


@pytest.mark.parametrize(
    ("authorization", "sentence"),
    [
        ("AWS4-HMAC-SHA256", "Authorization header requires 'Credential' parameter."),
        ("AWS4-HMAC-SHA256 garbage, more", "Authorization header requires 'Signature' parameter."),
        (GOOD.replace("SignedHeaders=host, ", ""), "Authorization header requires 'SignedHeaders' parameter."),
        (GOOD.replace("HMAC", "ECDSA-P256"), "Unsupported AWS 'algorithm'"),
        (GOOD.replace("/r/sts", "/sts"), "Credential must have exactly 5 slash-delimited elements"),
        (GOOD.replace("/r/", "/r\0/"), "Credential must have exactly 5 slash-delimited elements"),
        (GOOD.replace(KEY_ID, "A" * 129), "Credential must have exactly 5 slash-delimited elements"),
        (GOOD.replace("=host", "=Host"), "'SignedHeaders' must be lower-case names"),
        (GOOD.replace("=host", "=host;"), "'SignedHeaders' must be lower-case names"),
        (GOOD.replace("0" * 64, "0" * 63), "'Signature' 64 hexadecimal digits"),
        (GOOD.replace("0" * 64, "é" * 64), "'Signature' 64 hexadecimal digits"),
    ],
)
def test_a_signature_that_cannot_be_read(authorization: str, sentence: str) -> None:
    with pytest.raises(Unauthenticated) as caught:
        sigv4.parse(authorized(authorization))

    assert caught.value.reason == "IncompleteSignature"
    assert sentence in caught.value.message


@pytest.mark.parametrize(
    ("authorization", "sentence"),
    [
        (GOOD.replace("20150830", "20150831"), "Date in Credential scope does not match"),
        (GOOD.replace("aws4_request", "aws3_request"), "Credential should be scoped with a valid terminator"),
    ],
)
def test_a_scope_that_is_not_the_requests(authorization: str, sentence: str) -> None:
    with pytest.raises(Unauthenticated) as caught:
        sigv4.parse(authorized(authorization))

    assert caught.value.reason == "SignatureDoesNotMatch"
    assert sentence in caught.value.message


def test_a_signature_for_another_service() -> None:
    signature = sigv4.parse(authorized(GOOD))
    assert signature is not None

    signature.require_service("sts")
    with pytest.raises(Unauthenticated, match="Credential should be scoped to correct service: 'iam'"):
        signature.require_service("iam")


@pytest.mark.parametrize(
    "date",
    [
        "20150830",
        "20150830T123600",
        "20151330T123600Z",
        "00000830T123600Z",
        "now",
        "Sun, 99 Aug 2015",
        "²0150830T123600Z",
    ],
)
def test_a_date_that_cannot_be_read(date: str) -> None:
    with pytest.raises(Unauthenticated) as caught:
        sigv4.parse(authorized(GOOD, ("X-Amz-Date", date)))

    assert caught.value.reason == "IncompleteSignature"


def test_a_request_without_a_date() -> None:
    with pytest.raises(Unauthenticated, match="either a 'X-Amz-Date' or a 'Date' header"):
        sigv4.parse(authorized(GOOD, ("X-Other", "a")))


@pytest.mark.parametrize("date", ["Sun, 30 Aug 2015 12:36:00 GMT", DATE])
def test_a_date_header_will_do(date: str) -> None:
    signature = sigv4.parse(authorized(GOOD, ("Date", date)))

    assert signature is not None
    assert signature.signed_at == SIGNED_AT


@given(st.text(max_size=40))
def test_any_date_is_read_or_refused(date: str) -> None:
    sent = date.encode("utf-8", "replace").decode("latin-1")
    try:
        signature = sigv4.parse(authorized(GOOD, ("Date", sent)))
    except Unauthenticated:
        return
    assert signature is None or signature.signed_at.tzinfo is UTC


@pytest.mark.usefixtures("at_signing")
def test_signed_in_both_places() -> None:
    presigned = presigned_by_botocore()

    with pytest.raises(Unauthenticated) as caught:
        sigv4.parse(with_header(presigned, "authorization", GOOD))

    assert caught.value.reason == "IncompleteSignature"


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize(
    "name", ["X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature", "X-Amz-SignedHeaders"]
)
def test_a_presigned_request_that_lacks_a_parameter(name: str) -> None:
    request = presigned_by_botocore()
    query = request.raw_query.replace(f"{name}=", f"{name}-=")

    problem = refusal(changed(request, raw_query=query))

    assert (problem.message, problem.reason) == (
        f"AWS query-string parameters must include '{name}'.",
        "IncompleteSignature",
    )


def environ(request: Request, **extra: str) -> dict[str, str]:
    """The WSGI environment in which Granian hands a request over: no raw path, and the process's own environment in it."""
    made = {"REQUEST_METHOD": request.method, "QUERY_STRING": request.raw_query, "PATH": "/usr/bin", "SCRIPT_NAME": ""}
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        made[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
    return made | extra


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize(
    ("path", "path_info"),
    [
        ("/", "/"),
        ("/api/v1/a%20b%2Bc/%C3%A9~-._", "/api/v1/a b+c/\xc3\xa9~-._"),
        ("/users/arn%3Aaws", "/users/arn:aws"),
    ],
)
def test_a_request_out_of_a_wsgi_environment(path: str, path_info: str) -> None:
    signed = signed_by_botocore(url=f"https://gatepost.example{path}?a=%C3%A9", token="t")

    verify(Request.from_wsgi(environ(signed, PATH_INFO=path_info), signed.body))


@pytest.mark.usefixtures("at_signing")
@pytest.mark.parametrize("key", ["RAW_URI", "REQUEST_URI"])
def test_a_server_that_keeps_the_raw_path_is_believed(key: str) -> None:
    signed = signed_by_botocore(url="https://gatepost.example/a%2Fb?a=1")
    kept = {key: "/a%2Fb?a=1"}

    verify(Request.from_wsgi(environ(signed, PATH_INFO="/a/b", **kept), signed.body))
