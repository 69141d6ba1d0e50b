"""Turns of strangers: how many are compared at once, how many wait, that each is given back, and who goes first."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost.core.signin.turns import StrangersTurns
from tests.kit import PATIENCE_SECONDS


def test_one_has_a_turn_another_waits_and_a_third_is_turned_away() -> None:
    turns, is_compared, may_end = StrangersTurns(at_once=1, in_all=2), threading.Event(), threading.Event()
    both_came = threading.Barrier(3)

    def compare() -> bool:
        assert not is_compared.is_set(), "one at a time"
        is_compared.set()
        assert may_end.wait(PATIENCE_SECONDS)
        is_compared.clear()
        return True

    def come() -> bool:
        with turns.come() as turn:
            both_came.wait(PATIENCE_SECONDS)
            assert turn is not None
            return turn(compare)

    with ThreadPoolExecutor(2) as pool:
        coming = [pool.submit(come) for _ in range(2)]
        both_came.wait(PATIENCE_SECONDS)
        assert is_compared.wait(PATIENCE_SECONDS)
        with turns.come() as third:
            assert third is None
        assert not any(each.done() for each in coming)
        may_end.set()
        assert all(each.result(PATIENCE_SECONDS) for each in coming)
    with turns.come() as again:
        assert again is not None


def test_a_turn_is_given_back_whatever_happens_in_it() -> None:
    turns = StrangersTurns(at_once=1, in_all=1)

    def fail() -> bool:
        raise ValueError("wrong")

    with turns.come() as turn:
        assert turn is not None
        with pytest.raises(ValueError, match="wrong"):
            turn(fail)
    with turns.come() as again:
        assert again is not None
        assert again(lambda: True) is True


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
def test_a_strangers_comparison_stands_behind_everybody_elses_work() -> None:
    with StrangersTurns(at_once=1, in_all=1).come() as turn:
        assert turn is not None
        assert turn(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) >= 10)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) < 10


@pytest.mark.parametrize("threads", [1, 2, 3, 8, 256])
def test_somebody_always_has_a_turn_and_two_threads_are_left_where_there_are_so_many(threads: int) -> None:
    turns = StrangersTurns.of_server(threads)
    assert 1 <= turns.at_once <= max(1, threads // 2)
    assert turns.in_all == max(turns.at_once, threads - 2)
