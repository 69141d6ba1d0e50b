"""Temporary credentials: what is sealed comes out again, for the right key only, and over a rotation of the master key."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gatepost.core.iam.temporary_credentials import (
    MAX_TOKEN_BYTES,
    RoleSession,
    UserSession,
    mint,
    open_session,
    packed_percentage,
)
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret
from gatepost.kit.vault import KEY_BYTES, Vault
from tests.kit import NOON, SeededEntropy

ROLE = RoleSession(
    access_key_id="ASIAEXAMPLEEXAMPLE22",
    account_id="111122223333",
    role_id="AROAEXAMPLEEXAMPLE222",
    role_name="Deploy",
    session_name="jane",
    issued_at=NOON + timedelta(microseconds=123456),
    expires_at=NOON + timedelta(hours=1),
    user_id="1234567890-aaaa",
    tags={"team": "blüten", "": ""},
    transitive_tag_keys=("team",),
    policies=('{"Version":"2012-10-17","Statement":[]}',),
    policy_references=("arn:aws:iam::aws:policy/ReadOnlyAccess",),
    chained=True,
)
USER = UserSession(
    access_key_id="ASIAEXAMPLEEXAMPLE33",
    account_id="111122223333",
    user_id="AIDAEXAMPLEEXAMPLE222",
    issued_at=NOON,
    expires_at=NOON + timedelta(hours=12),
)


@pytest.fixture
def vault(entropy: SeededEntropy) -> Vault:
    return Vault([b"1" * KEY_BYTES], entropy)


@pytest.mark.parametrize("session", [ROLE, replace(ROLE, tags={}, policies=(), user_id=None), USER])
def test_a_token_holds_its_session_whole(vault: Vault, session: RoleSession | UserSession) -> None:
    credentials = mint(vault, session)
    opened, secret = open_session(vault, session.access_key_id, credentials.session_token)
    assert opened == session
    assert secret == credentials.secret
    assert credentials.expires_at == session.expires_at


def test_secrets_look_like_awss_and_differ(vault: Vault) -> None:
    first, second = mint(vault, ROLE), mint(vault, ROLE)
    assert len(first.secret.reveal()) == 40
    assert first.secret != second.secret
    assert first.session_token != second.session_token


def test_nothing_of_the_session_can_be_read_in_the_token(vault: Vault) -> None:
    assert "jane" not in mint(vault, ROLE).session_token.reveal()


def test_a_token_opens_for_its_own_key_only(vault: Vault) -> None:
    token = mint(vault, ROLE).session_token
    with pytest.raises(Invalid):
        open_session(vault, "ASIAEXAMPLEEXAMPLE99", token)


def test_a_changed_token_does_not_open(vault: Vault) -> None:
    token = mint(vault, ROLE).session_token.reveal()
    for position in (0, 10, 40, len(token) - 5):
        letter = "A" if token[position] != "A" else "B"
        with pytest.raises(Invalid):
            open_session(vault, ROLE.access_key_id, Secret(token[:position] + letter + token[position + 1 :]))


@pytest.mark.parametrize("token", ["", "x", "é", "AAAA", "A" * (MAX_TOKEN_BYTES + 1), "a b", "\ud800"])
def test_what_is_no_token_is_invalid(vault: Vault, token: str) -> None:
    with pytest.raises(Invalid):
        open_session(vault, ROLE.access_key_id, Secret(token))


def test_a_token_of_another_installation_does_not_open(vault: Vault, entropy: SeededEntropy) -> None:
    other = Vault([b"2" * KEY_BYTES], entropy)
    with pytest.raises(Invalid):
        open_session(vault, ROLE.access_key_id, mint(other, ROLE).session_token)


def test_credentials_outlive_a_rotation_of_the_master_key(vault: Vault, entropy: SeededEntropy) -> None:
    credentials = mint(vault, ROLE)
    rotated = Vault([b"2" * KEY_BYTES, b"1" * KEY_BYTES], entropy)
    opened, secret = open_session(rotated, ROLE.access_key_id, credentials.session_token)
    assert (opened, secret) == (ROLE, credentials.secret)


@pytest.mark.parametrize("minimum", [0, 1, 700, 1001, 4096])
def test_a_token_is_as_long_as_was_asked_for(vault: Vault, minimum: int) -> None:
    credentials = mint(vault, USER, minimum_bytes=minimum)
    assert credentials.token_bytes >= minimum
    assert credentials.token_bytes <= max(minimum + 4, mint(vault, USER).token_bytes)
    assert open_session(vault, USER.access_key_id, credentials.session_token)[0] == USER


def test_packed_size_counts_policies_and_tags(vault: Vault) -> None:
    assert packed_percentage(replace(ROLE, tags={}, policies=(), policy_references=())) is None
    assert packed_percentage(ROLE) == 2
    large = packed_percentage(replace(ROLE, tags={f"k{number}": "v" * 256 for number in range(50)}))
    assert large is not None
    assert large > 100
