"""The pure rule of what a sign-in asks for next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.model import Factor, Flow
from gatepost.core.signin.policy import (
    Block,
    Complete,
    MfaMode,
    Prove,
    Register,
    SigninSettings,
    Standing,
    Step,
    WithoutDevice,
    next_step,
)
from tests.kit import NOON

FLOW = Flow("flow-1", "digest", None, (), "/", NOON, NOON + timedelta(minutes=15))
PASSWORD_PROVEN = replace(FLOW, user_id="u", proven=(Factor.PASSWORD,))
PASSWORD = Prove((Factor.PASSWORD,))
NOTHING = Standing()
DEFAULT = SigninSettings()
APP = Standing(kinds=(DeviceKind.TOTP,), has_recovery_codes=True)


def step(flow: Flow, standing: Standing = NOTHING, settings: SigninSettings = DEFAULT, *, enabled: bool = True) -> Step:
    return next_step(flow, user_is_enabled=enabled, settings=settings, standing=standing)


def test_a_flow_begins_with_the_password() -> None:
    assert step(FLOW) == PASSWORD


def test_a_factor_without_a_user_proves_nothing() -> None:
    assert step(replace(FLOW, proven=(Factor.PASSWORD, Factor.TOTP))) == PASSWORD


def test_whoever_may_not_sign_in_begins_again_whatever_is_proven() -> None:
    assert step(replace(PASSWORD_PROVEN, proven=(Factor.PASSWORD, Factor.TOTP)), APP, enabled=False) == PASSWORD


def test_whoever_has_a_device_is_asked_for_it_or_for_a_recovery_code() -> None:
    assert step(PASSWORD_PROVEN, APP) == Prove((Factor.TOTP, Factor.RECOVERY_CODE))
    assert step(PASSWORD_PROVEN, replace(APP, has_recovery_codes=False)) == Prove((Factor.TOTP,))


@pytest.mark.parametrize("second", [Factor.TOTP, Factor.RECOVERY_CODE])
def test_two_factors_are_enough(second: Factor) -> None:
    assert step(replace(PASSWORD_PROVEN, proven=(Factor.PASSWORD, second)), APP) == Complete()


def test_a_password_that_is_typed_twice_is_one_factor() -> None:
    twice = replace(PASSWORD_PROVEN, proven=(Factor.PASSWORD, Factor.PASSWORD))
    assert step(twice, APP) == Prove((Factor.TOTP, Factor.RECOVERY_CODE))


def test_never_asks_nobody() -> None:
    assert step(PASSWORD_PROVEN, APP, SigninSettings(mfa_mode=MfaMode.NEVER)) == Complete()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (WithoutDevice.ALLOW, Complete()),
        (WithoutDevice.BLOCK, Block()),
        (WithoutDevice.REGISTER, Register((DeviceKind.WEBAUTHN, DeviceKind.TOTP))),
    ],
)
def test_without_a_device_the_settings_decide(rule: WithoutDevice, expected: Step) -> None:
    assert step(PASSWORD_PROVEN, NOTHING, SigninSettings(without_device=rule)) == expected


def test_recovery_codes_without_a_device_stand_in_for_nothing() -> None:
    assert step(PASSWORD_PROVEN, Standing(has_recovery_codes=True)) == Complete()


def test_to_forbid_a_kind_lets_nobody_in_by_the_password_alone() -> None:
    settings = SigninSettings(device_kinds=())
    assert step(PASSWORD_PROVEN, replace(APP, has_recovery_codes=False), settings) == Prove((Factor.TOTP,))


def test_a_trusted_context_spares_the_device_and_not_its_registration() -> None:
    aware = SigninSettings(mfa_mode=MfaMode.CONTEXT_AWARE, without_device=WithoutDevice.REGISTER)
    trusted = replace(APP, is_trusted=True)
    assert step(PASSWORD_PROVEN, trusted, aware) == Complete()
    assert step(PASSWORD_PROVEN, APP, aware) == Prove((Factor.TOTP, Factor.RECOVERY_CODE))
    assert step(replace(PASSWORD_PROVEN, is_fresh_wanted=True), trusted, aware) != Complete()
    assert isinstance(step(PASSWORD_PROVEN, Standing(is_trusted=True), aware), Register)


def test_a_code_by_mail_needs_an_address() -> None:
    settings = SigninSettings(without_device=WithoutDevice.EMAIL_CODE)
    assert step(PASSWORD_PROVEN, Standing(has_email=True), settings) == Prove((Factor.EMAIL_OTP,))
    assert step(PASSWORD_PROVEN, NOTHING, settings) == Block()
