"""Turns of strangers: how many are compared at once, how many wait, and that each is given back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost.core.signin.turns import StrangersTurns


def test_one_has_a_turn_another_waits_and_a_third_is_turned_away() -> None:
    turns, is_in, may_go = StrangersTurns(at_once=1, in_all=2), threading.Event(), threading.Event()

    def hold() -> bool:
        with turns.take() as has_turn:
            is_in.set()
            may_go.wait(10)
            return has_turn

    def wait() -> bool:
        with turns.take() as has_turn:
            return has_turn

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(hold)
        assert is_in.wait(10)
        second = pool.submit(wait)
        while turns._present._value:  # until the second is there: one that waits tells nobody
            pass
        with turns.take() as third:
            assert third is False
        assert not second.done()
        may_go.set()
        assert first.result(10) is True
        assert second.result(10) is True
    with turns.take() as again:
        assert again is True


def test_a_turn_is_given_back_whatever_happens_in_it() -> None:
    turns = StrangersTurns(at_once=1, in_all=1)
    with pytest.raises(ValueError, match="wrong"), turns.take():
        raise ValueError("wrong")
    with turns.take() as has_turn:
        assert has_turn is True


@pytest.mark.parametrize("threads", [1, 2, 3, 8, 256])
def test_somebody_always_has_a_turn_and_two_threads_are_left_where_there_are_so_many(threads: int) -> None:
    turns = StrangersTurns.of_server(threads)
    assert 1 <= turns.at_once <= max(1, threads // 2)
    assert turns.in_all == max(turns.at_once, threads - 2)
