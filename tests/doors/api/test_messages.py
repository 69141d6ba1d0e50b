"""Bodies and queries of the API: what is taken, and the sentence for what is not."""

import pytest
from pydantic import SecretStr
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from gatepost.core.audit.model import HIDDEN
from gatepost.doors.api import messages
from gatepost.doors.api.messages import Body
from gatepost.kit.errors import Invalid

MOST = 1_000


class Letter(Body):
    """What these tests send."""

    to: str
    copies: int = 1
    code: SecretStr | None = None


def sent(body: bytes, content_type: str = "application/json") -> Request:
    return Request(EnvironBuilder(method="POST", data=body, content_type=content_type).get_environ())


def read(body: bytes, content_type: str = "application/json") -> Letter:
    return messages.read_body(sent(body, content_type), Letter, MOST)


def test_a_body_is_read_and_its_secrets_stay_out_of_the_record() -> None:
    letter = read(b'{"to": "ada", "code": "246810"}')
    assert letter.code is not None
    assert letter.code.get_secret_value() == "246810"
    assert letter.for_the_record() == {"to": "ada", "code": HIDDEN}


@pytest.mark.parametrize(
    ("body", "member"),
    [
        (b"{}", "to"),
        (b'{"to": 1}', "to"),
        (b'{"to": "ada", "copies": "2"}', "copies"),
        (b'{"to": "ada", "from": "bob"}', "from"),
        (b'{"to": "ada", "code": 246810}', "code"),
        (b"[]", "body"),
        (b"null", "body"),
        (b'{"to": ', "body"),
        (b'{"to": "\xff"}', "body"),
        (b"[" * 900, "body"),
    ],
)
def test_a_wrong_body_is_told_by_its_member(body: bytes, member: str) -> None:
    with pytest.raises(Invalid, match=f"^{member}: ") as refused:
        read(body)
    assert refused.value.reason == messages.VALIDATION


def test_what_was_sent_is_not_repeated() -> None:
    with pytest.raises(Invalid) as refused:
        read(b'{"to": "ada", "code": ["246810"]}')
    assert "246810" not in refused.value.message


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_only_json_is_a_body(content_type: str) -> None:
    with pytest.raises(Invalid, match="application/json"):
        read(b'{"to": "ada"}', content_type)


def test_a_body_has_to_be_there_and_is_bounded() -> None:
    with pytest.raises(Invalid, match="needs a body"):
        read(b"")
    with pytest.raises(Invalid, match="larger than"):
        read(b'{"to": "' + b"a" * MOST + b'"}')
