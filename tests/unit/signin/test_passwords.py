"""Hashes of passwords: Argon2id, whole, and as slow for a user who is not there."""

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from gatepost.core.signin import passwords
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret

LONG = Secret("four words in a row")


@pytest.mark.parametrize("password_hash", [passwords.hash_password(LONG), passwords.NO_PASSWORD], ids=["own", "nobody"])
def test_hashes_have_the_parameters_that_were_chosen(password_hash: Secret) -> None:
    parameters = extract_parameters(password_hash.reveal())
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19_456, 2, 1)
    assert (parameters.salt_len, parameters.hash_len) == (16, 32)
    assert not passwords.is_outdated(password_hash)


def test_the_same_password_has_another_hash_each_time() -> None:
    assert passwords.hash_password(LONG) != passwords.hash_password(LONG)


def test_a_password_is_known_by_its_hash_and_another_is_not() -> None:
    password_hash = passwords.hash_password(LONG)
    assert passwords.verify(password_hash, LONG)
    assert not passwords.verify(password_hash, Secret("four words in a Row"))
    assert not passwords.verify(password_hash, Secret(""))


def test_nothing_is_cut_off() -> None:
    head, tail = "a" * 89, "c" * 10
    password_hash = passwords.hash_password(Secret(head + "b" + tail))
    assert passwords.verify(password_hash, Secret(head + "b" + tail))
    assert not passwords.verify(password_hash, Secret(head + "B" + tail))


def test_a_character_may_be_typed_in_either_way() -> None:
    password_hash = passwords.hash_password(Secret("un caf\u00e9 s'il vous plait"))
    assert passwords.verify(password_hash, Secret("un cafe\u0301 s'il vous plait"))


def test_blanks_at_the_ends_belong_to_the_password() -> None:
    assert not passwords.verify(passwords.hash_password(LONG), Secret(LONG.reveal() + " "))


def test_nobody_has_the_password_of_nobody() -> None:
    for guess in ("", "password", passwords.NO_PASSWORD.reveal()):
        assert not passwords.verify(passwords.NO_PASSWORD, Secret(guess))


def test_a_hash_of_older_parameters_is_still_understood_and_is_renewed() -> None:
    older = Secret(PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(LONG.reveal()))
    assert passwords.verify(older, LONG)
    assert passwords.is_outdated(older)


def test_what_is_no_hash_opens_nothing() -> None:
    assert not passwords.verify(Secret("$2b$12$no"), LONG)
    assert not passwords.verify(Secret(""), LONG)


def test_a_refusal_does_not_say_the_password() -> None:
    with pytest.raises(Invalid) as refused:
        passwords.require_acceptable(Secret("canary-4711"), user_name="ada")
    assert "canary" not in repr(refused.value)
