"""Sealing: what only the holder of a master key can open, and the file that the keys come from."""

import stat
import threading
from pathlib import Path

import pytest

from gatepost.kit.entropy import SystemEntropy
from gatepost.kit.errors import Invalid
from gatepost.kit.vault import Vault, load_master_keys
from tests.kit import SeededEntropy

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


def vault(*keys: bytes) -> Vault:
    return Vault(keys, SeededEntropy())


def test_what_is_sealed_opens_for_the_same_purpose_and_context() -> None:
    sealed = vault(NEW).seal("seed", b"secret", b"user-1")
    assert vault(NEW).open("seed", sealed, b"user-1") == b"secret"


@pytest.mark.parametrize(
    ("purpose", "context"),
    [("mail", b"user-1"), ("seed", b"user-2"), ("seed", b"")],
    ids=["purpose", "context", "none"],
)
def test_another_purpose_or_context_opens_nothing(purpose: str, context: bytes) -> None:
    sealed = vault(NEW).seal("seed", b"secret", b"user-1")
    with pytest.raises(Invalid):
        vault(NEW).open(purpose, sealed, context)


def test_an_older_key_still_opens_and_the_first_one_seals() -> None:
    sealed = vault(OLD).seal("seed", b"secret")
    assert vault(NEW, OLD).open("seed", sealed) == b"secret"
    with pytest.raises(Invalid):
        vault(OLD).open("seed", vault(NEW, OLD).seal("seed", b"secret"))


def test_a_changed_byte_opens_nothing() -> None:
    raw = bytearray(vault(NEW).seal_bytes("seed", b"secret"))
    for position in range(len(raw)):
        changed = bytes(raw[:position]) + bytes([raw[position] ^ 1]) + bytes(raw[position + 1 :])
        with pytest.raises(Invalid):
            vault(NEW).open_bytes("seed", changed)


@pytest.mark.parametrize("text", ["", "x", "ü", "AAAA", "A" * 400, "\x00"])
def test_what_was_never_sealed_is_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        vault(NEW).open("seed", text)


def test_the_master_key_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    keys = load_master_keys(path, SystemEntropy())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_master_keys(path, SystemEntropy()) == keys


def test_of_many_that_start_at_once_all_get_the_same_key(tmp_path: Path) -> None:
    path, found = tmp_path / "master.key", []
    threads = [
        threading.Thread(target=lambda: found.append(load_master_keys(path, SystemEntropy()))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert all(keys == found[0] for keys in found)
    assert [each.name for each in tmp_path.iterdir()] == ["master.key"]


@pytest.mark.parametrize("text", ["", "short", "AAAA\n", "# only a comment\n"])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"key|base64|padding|Incorrect|Excess"):
        load_master_keys(path, SystemEntropy())
