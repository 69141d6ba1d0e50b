"""Secrets show nothing, ids keep their formats, ARNs come apart as they were put together."""

import re

import pytest

from gatepost.kit import arns, ids
from gatepost.kit.entropy import Entropy, random_text
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret
from tests.kit import SeededEntropy

CANARY = "canary-5f0c"


def test_a_secret_shows_nowhere() -> None:
    secret = Secret(CANARY)
    shown = f"{secret} {secret!r} {[secret]} {ValueError(secret)!r}"
    assert CANARY not in shown
    assert secret.reveal() == CANARY


def test_secrets_compare_by_what_they_hold() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert not Secret("")


FORMATS = {
    "new_account_id": r"[1-9]\d{11}",
    "new_organization_id": r"o-[a-z0-9]{10}",
    "new_root_id": r"r-[a-z0-9]{4}",
    "new_account_request_id": r"car-[a-z0-9]{32}",
    "new_instance_id": r"ssoins-[a-zA-Z0-9-.]{16}",
    "new_identity_store_id": r"d-[0-9a-f]{10}",
    "new_permission_set_id": r"ps-[a-zA-Z0-9-./]{16}",
    "new_role_suffix": r"[0-9a-f]{16}",
    "new_role_id": r"AROA[A-Z2-7]{17}",
    "new_iam_user_id": r"AIDA[A-Z2-7]{17}",
    "new_access_key_id": r"AKIA[A-Z2-7]{16}",
    "new_temporary_access_key_id": r"ASIA[A-Z2-7]{16}",
    "new_secret_access_key": r"[A-Za-z0-9+/]{40}",
    "new_uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "new_user_code": r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}",
}


@pytest.mark.parametrize("maker", FORMATS)
def test_ids_keep_the_formats_of_the_service_models(maker: str) -> None:
    entropy = SeededEntropy()
    made = [getattr(ids, maker)(entropy) for _ in range(50)]
    assert all(re.fullmatch(FORMATS[maker], each) for each in made)
    assert len(set(made)) > 45


@pytest.mark.parametrize("typed", ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "BCDF–GHJK"])
def test_a_user_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert ids.fold_user_code(typed) == "BCDF-GHJK"


class _Ascending:
    """Gives 0, 1, 2 … 255 and again."""

    def __init__(self) -> None:
        self._next = 0

    def token_bytes(self, size: int) -> bytes:
        made = bytes((self._next + i) % 256 for i in range(size))
        self._next = (self._next + size) % 256
        return made


def test_random_text_favours_no_letter() -> None:
    entropy: Entropy = _Ascending()
    text = random_text(entropy, "abcdefghijk", 23 * 11 * 4)
    counts = {letter: text.count(letter) for letter in "abcdefghijk"}
    assert max(counts.values()) - min(counts.values()) <= 1


def test_arns_come_apart_as_they_were_put_together() -> None:
    arn = arns.permission_set("ssoins-0123456789abcdef", "ps-0123456789abcdef")
    assert arns.permission_set_ids(arn) == ("ssoins-0123456789abcdef", "ps-0123456789abcdef")
    assert arns.instance_id(arns.instance("ssoins-0123456789abcdef")) == "ssoins-0123456789abcdef"
    assert str(arns.parse(arn)) == arn


@pytest.mark.parametrize("text", ["", "arn", "arn:aws:sso:::", "urn:aws:sso:::instance/x", "arn::sso:::instance/x"])
def test_what_is_no_arn_is_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        arns.parse(text)
