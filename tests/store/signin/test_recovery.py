"""Recovery codes, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from gatepost.core.signin import second_step, store
from gatepost.core.signin.attempts import THROTTLED
from gatepost.core.signin.factors import recovery
from gatepost.core.signin.model import Factor
from gatepost.core.signin.outcomes import SignedIn
from gatepost.core.signin.policy import Prove
from gatepost.kit.errors import Conflict
from gatepost.kit.secret import Secret
from gatepost.kit.vault import Vault
from tests.store.signin.conftest import Browser, World
from tests.store.signin.factors import Steps, add_app, make_codes

WRONG = second_step.WRONG_FACTOR


@pytest.fixture
def codes(world: World) -> list[str]:
    """Ada's codes; she has an app too."""
    add_app(world, world.ada)
    return list(make_codes(world, world.ada))


@pytest.fixture
def steps(world: World, browser: Browser) -> Steps:
    return Steps(world, browser)


def test_there_are_ten_codes_that_differ(codes: list[str]) -> None:
    assert len(set(codes)) == 10
    assert all(len(code) == 19 for code in codes)


def test_a_code_stands_in_for_the_device_and_counts_once(world: World, steps: Steps, codes: list[str]) -> None:
    assert steps.password() == Prove((Factor.TOTP, Factor.RECOVERY_CODE))
    signed_in = steps.code(Factor.RECOVERY_CODE, codes[3])
    assert isinstance(signed_in, SignedIn)
    assert signed_in.session.proven == (Factor.PASSWORD, Factor.RECOVERY_CODE)
    steps.password()
    assert steps.is_refused(Factor.RECOVERY_CODE, codes[3]) == WRONG
    assert world.core.read(lambda call: recovery.count(call, world.ada.user_id)) == 9


def test_a_code_counts_once_in_twenty_requests_at_the_same_moment(world: World, codes: list[str]) -> None:
    browsers = [
        Steps(world, replace(world.browser(), visit=Secret(f"visit-{number:016}"), address=f"192.0.2.{number}"))
        for number in range(20)
    ]
    for each in browsers:
        each.password()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda each: each.is_refused(Factor.RECOVERY_CODE, codes[0]), browsers))
    assert answers.count(None) == 1
    assert set(answers) <= {None, WRONG, THROTTLED}


def test_the_code_of_another_user_is_wrong(world: World, steps: Steps, codes: list[str]) -> None:
    eve = world.person("eve", "eve@example.com")
    add_app(world, eve)
    eves = make_codes(world, eve)
    steps.password()
    assert steps.is_refused(Factor.RECOVERY_CODE, eves[0]) == WRONG


@pytest.mark.parametrize("typed", ["{lower}", " {plain} ", "{blanks}"])
def test_case_hyphens_and_blanks_do_not_count(steps: Steps, codes: list[str], typed: str) -> None:
    code = codes[0]
    spelling = typed.format(lower=code.lower(), plain=code.replace("-", ""), blanks=code.replace("-", " "))
    steps.password()
    assert steps.is_refused(Factor.RECOVERY_CODE, spelling) is None


@pytest.mark.parametrize("typed", ["", "ABCD", "A" * 16, "\u202e" * 16, "A" * 64, "ſ" * 16])
def test_what_is_no_code_is_wrong(steps: Steps, codes: list[str], typed: str) -> None:
    steps.password()
    assert steps.is_refused(Factor.RECOVERY_CODE, typed) == WRONG


def test_new_codes_end_the_earlier_ones(world: World, steps: Steps, codes: list[str]) -> None:
    newer = make_codes(world, world.ada)
    steps.password()
    assert steps.is_refused(Factor.RECOVERY_CODE, codes[0]) == WRONG
    assert steps.is_refused(Factor.RECOVERY_CODE, newer[0]) is None


def test_a_try_that_must_wait_uses_up_no_code(world: World, steps: Steps, codes: list[str]) -> None:
    steps.password()
    for _ in range(5):
        steps.is_refused(Factor.RECOVERY_CODE, "A" * 16)
    assert steps.is_refused(Factor.RECOVERY_CODE, codes[0]) == THROTTLED
    world.core.clock.advance(seconds=30)
    assert steps.is_refused(Factor.RECOVERY_CODE, codes[0]) is None


def test_codes_lie_in_the_database_as_digests(world: World, codes: list[str]) -> None:
    rows = repr(world.core.runtime.database.read(lambda tx: tx.all(store.recovery.recovery_codes.select())))
    assert "code_digest" not in rows
    for code in codes:
        assert code not in rows
        assert code.replace("-", "") not in rows


def test_codes_outlive_a_rotation_of_master_keys(world: World, steps: Steps) -> None:
    entropy = world.core.runtime.entropy
    older, newer = entropy.token_bytes(32), entropy.token_bytes(32)
    world.core.runtime = replace(world.core.runtime, vault=Vault([older], entropy))
    add_app(world, world.ada)
    codes = make_codes(world, world.ada)
    world.core.runtime = replace(world.core.runtime, vault=Vault([newer, older], entropy))
    steps.password()
    assert steps.is_refused(Factor.RECOVERY_CODE, codes[0]) is None


def test_without_a_device_there_are_no_codes(world: World) -> None:
    with pytest.raises(Conflict):
        make_codes(world, world.ada)
