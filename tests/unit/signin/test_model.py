"""The pure rules of sign-in: what comes next, and how long failures make one wait."""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, cast

import pytest

from gatepost.core.signin.model import (
    Budget,
    Complete,
    Counter,
    Factor,
    Flow,
    Invitation,
    InvitationState,
    LinkPurpose,
    Person,
    Prove,
    Session,
    SigninPolicy,
    longest_wait,
    next_step,
)
from tests.kit import NOON

FLOW = Flow("flow-1", "digest", None, (), "/", NOON, NOON + timedelta(minutes=15))
BUDGET = Budget(free=3)


class Later(StrEnum):
    """A factor that is not there yet: the rule must not depend on which ones there are."""

    TOTP = "TOTP"


BOTH = SigninPolicy(factors=(Factor.PASSWORD, cast(Any, Later.TOTP)))


def test_a_flow_begins_with_the_first_factor() -> None:
    assert next_step(FLOW, user_is_enabled=True, policy=SigninPolicy()) == Prove(Factor.PASSWORD)


def test_a_flow_is_complete_once_every_factor_is_proven() -> None:
    proven = replace(FLOW, user_id="u", proven=(Factor.PASSWORD,))
    assert next_step(proven, user_is_enabled=True, policy=SigninPolicy()) == Complete()


def test_a_second_factor_is_asked_for_after_the_first() -> None:
    proven = replace(FLOW, user_id="u", proven=(Factor.PASSWORD,))
    assert next_step(proven, user_is_enabled=True, policy=BOTH) == Prove(cast(Any, Later.TOTP))


def test_whoever_may_not_sign_in_begins_again_whatever_is_proven() -> None:
    proven = replace(FLOW, user_id="u", proven=(Factor.PASSWORD,))
    assert next_step(proven, user_is_enabled=False, policy=SigninPolicy()) == Prove(Factor.PASSWORD)


def test_a_factor_without_a_user_proves_nothing() -> None:
    proven = replace(FLOW, proven=(Factor.PASSWORD,))
    assert next_step(proven, user_is_enabled=True, policy=SigninPolicy()) == Prove(Factor.PASSWORD)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (2, 0), (3, 30), (4, 60), (5, 120), (7, 480), (8, 900), (9, 900), (10_000, 900)]
)
def test_each_failure_beyond_the_free_ones_doubles_the_wait_up_to_a_limit(failures: int, seconds: int) -> None:
    assert BUDGET.wait(failures, NOON, NOON) == timedelta(seconds=seconds)


def test_a_wait_passes() -> None:
    assert BUDGET.wait(3, NOON, NOON + timedelta(seconds=20)) == timedelta(seconds=10)
    assert BUDGET.wait(3, NOON, NOON + timedelta(seconds=30)) == timedelta()


def test_a_clock_that_is_set_back_makes_nobody_wait_for_the_difference() -> None:
    assert BUDGET.wait(3, NOON, NOON - timedelta(hours=5)) == timedelta(seconds=30)


def test_failures_are_forgotten_after_a_while() -> None:
    counter = Counter("someone", BUDGET, 10, NOON)
    later = NOON + BUDGET.memory
    assert counter.wait(later) == timedelta()
    assert counter.after_failure(later).failures == 1
    assert counter.after_failure(later - timedelta(seconds=1)).failures == 11


def test_the_longest_of_several_waits_counts() -> None:
    counters = [Counter("a", BUDGET, 3, NOON), Counter("b", BUDGET, 5, NOON), Counter("c", BUDGET, 0, NOON)]
    assert longest_wait(counters, NOON) == timedelta(seconds=120)
    assert longest_wait([], NOON) == timedelta()


def test_an_invitation_is_open_until_it_expires_or_ends() -> None:
    invitation = Invitation("i", LinkPurpose.INVITATION, "u", NOON, NOON + timedelta(days=7))
    assert invitation.state(NOON + timedelta(days=7, seconds=-1)) is InvitationState.OPEN
    assert invitation.state(NOON + timedelta(days=7)) is InvitationState.EXPIRED
    used = replace(invitation, ended=InvitationState.USED)
    assert used.state(NOON + timedelta(days=8)) is InvitationState.USED


def test_a_session_is_idle_and_due_by_its_last_use() -> None:
    person = Person("u", "ada", "Ada", "d-1234567890", "111122223333")
    session = Session("s", person, NOON, NOON + timedelta(hours=8), NOON, "198.51.100.7", "test")
    assert not session.is_touch_due(NOON + timedelta(seconds=59))
    assert session.is_touch_due(NOON + timedelta(seconds=60))
    assert not session.is_idle(NOON + timedelta(minutes=119), timedelta(minutes=120))
    assert session.is_idle(NOON + timedelta(minutes=120), timedelta(minutes=120))
