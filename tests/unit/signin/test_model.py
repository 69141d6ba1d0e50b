"""The pure rules of sign-in: how long failures make one wait, and what has had its time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gatepost.core.signin.budgets import Budget, Counter, longest_wait
from gatepost.core.signin.model import Factor, Invitation, InvitationState, LinkPurpose, Person, Session
from tests.kit import NOON

BUDGET = Budget(free=3)


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
    session = Session(
        "s", person, NOON, NOON + timedelta(hours=8), NOON, "198.51.100.7", "test", NOON, (Factor.PASSWORD,)
    )
    assert not session.is_touch_due(NOON + timedelta(seconds=59))
    assert session.is_touch_due(NOON + timedelta(seconds=60))
    assert not session.is_idle(NOON + timedelta(minutes=119), timedelta(minutes=120))
    assert session.is_idle(NOON + timedelta(minutes=120), timedelta(minutes=120))


def test_a_session_is_fresh_for_a_while_after_its_person_proved_who_they_are() -> None:
    person = Person("u", "ada", "Ada", "d-1234567890", "111122223333")
    later = NOON + timedelta(hours=1)
    session = Session("s", person, NOON, NOON + timedelta(hours=8), later, "198.51.100.7", "test", later, ())
    assert session.is_fresh(later + timedelta(minutes=9))
    assert not session.is_fresh(later + timedelta(minutes=10))
