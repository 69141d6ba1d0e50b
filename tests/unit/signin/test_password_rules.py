"""Which passwords are accepted: long ones of any characters, but not those that are guessed first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatepost.core.signin import password_rules
from gatepost.core.signin.model import PasswordRules
from gatepost.core.signin.password_rules import TOO_COMMON, TOO_LONG, TOO_PERSONAL, TOO_SHORT
from gatepost.kit.errors import Invalid

POLICY = PasswordRules()
WORDS = ("maria.okonkwo", "maria.okonkwo@example.com", "Maria", "Okonkwo", "Blue Harbour Shipping")


def reason(password: str, policy: PasswordRules = POLICY) -> str | None:
    try:
        password_rules.check(password, policy, WORDS)
    except Invalid as problem:
        return problem.reason
    return None


@pytest.mark.parametrize(
    "password",
    [
        "four words in a row",
        "correct horse battery staple",
        "only-lowercase-letters",
        "8315902746180352",
        "Ümläute und Leerzeichen",
        "пароль из четырёх слов",
        "春眠不覚暁処処聞啼鳥夜来風雨声",
        "🦊🦊🐻🐻🦊🐻🐻🐻🦊🐻🐻🦊🦊🐻🦊",
        "my dog is maria's best friend",
        "x" * 64,
        "x" * 200,
        "kT9 " * 50,
    ],
)
def test_long_passwords_of_any_characters_are_accepted(password: str) -> None:
    assert reason(password) is None


@pytest.mark.parametrize("length", [0, 1, 8, 14])
def test_fewer_than_fifteen_characters_are_too_few(length: int) -> None:
    assert reason("kT9 vQ2-zW7_mX4"[:length]) == TOO_SHORT


def test_fifteen_characters_are_enough() -> None:
    assert reason("kT9 vQ2-zW7_mX4") is None


def test_eight_are_enough_beside_a_second_factor() -> None:
    beside = PasswordRules(minimum_length=8)
    assert reason("kT9 vQ2-", beside) is None
    assert reason("kT9 vQ2", beside) == TOO_SHORT
    assert reason("password", beside) == TOO_COMMON
    assert reason("P@SSW0RD", beside) == TOO_COMMON


def test_a_length_is_counted_in_characters_and_bounded() -> None:
    assert reason("é" * 14) == TOO_SHORT
    assert reason("kT9 vQ2-" * 128) is None
    assert reason("kT9 vQ2-" * 128 + "x") == TOO_LONG


@pytest.mark.parametrize(
    "password",
    [
        "1qaz2wsx3edc4rfv",
        "QWERTYUIOP12345",
        "password1234567",
        "1234567password!",
        "Password!!!!!!!",
        "passwordpassword",
        "dragondragondragon",
        "111111111111111",
        "aaaaaaaaaaaaaaa",
        "123456789012345",
        "012345678901234",
        "abcdefghijklmnop",
        "zyxwvutsrqponmlk",
        "qwertyuiopasdfgh",
        "ＰＡＳＳＷＯＲＤ１２３４５６７",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert reason(password) == TOO_COMMON


@pytest.mark.parametrize(
    "password",
    [
        "maria.okonkwo@example.com",
        "maria.okonkwo-2026",
        "okonkwo maria 1!",
        "Maria.Okonkwo@Example.COM",
        "blueharbourshipping",
        "Blue Harbour Shipping",
        "gatepost-blue-harbour",
        "MariaOkonkwoMaria",
    ],
)
def test_ones_own_and_the_organisations_words_are_refused(password: str) -> None:
    assert reason(password) == TOO_PERSONAL


@pytest.mark.parametrize(
    ("typed", "same"), [("caf\u00e9", "cafe\u0301"), ("\ufb01ne", "fine"), ("Ｇａｔｅ", "Gate"), ("\u212b", "\u00c5")]
)
def test_each_way_of_writing_a_character_gives_the_same_password(typed: str, same: str) -> None:
    assert password_rules.normalise(typed) == password_rules.normalise(same)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = password_rules.normalise(text)
    assert password_rules.normalise(once) == once


@given(st.text(min_size=15, max_size=64))
def test_every_text_gets_an_answer(text: str) -> None:
    assert reason(text) in {None, TOO_SHORT, TOO_LONG, TOO_COMMON, TOO_PERSONAL}
