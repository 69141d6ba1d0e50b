"""Jobs, on both databases: they run once, survive what goes wrong, and hold nobody up."""

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from gatepost.core import actors
from gatepost.core.ask import Ask
from gatepost.core.audit.model import EventDraft
from gatepost.core.call import Call, Runtime
from gatepost.core.queue import store as queue
from gatepost.jobs.runner import LEASE, Bells, Handler, Inside, Outside, Periodic, Runner, work_once
from tests.calls import CLIENT, Core
from tests.kit import PATIENCE_SECONDS

ASK = Ask(actors.service("test.internal"), "test:Job", "test.internal", CLIENT, writes=True)


def inside(run: Callable[[Call, Mapping[str, Any]], object]) -> Inside:
    return Inside("count", lambda runtime: ASK, run)


def runner(core: Core, *handlers: Handler) -> Runner:
    return Runner(core.runtime, Bells(), handlers)


def enqueue(core: Core, count: int = 1, kind: str = "count") -> None:
    def ask(call: Call) -> None:
        for number in range(count):
            call.enqueue(kind, {"number": number})

    core.write(ask)


def waiting(core: Core) -> dict[str, int]:
    return core.runtime.database.read(queue.count_by_kind)


def test_each_job_runs_once_with_its_payload(core: Core) -> None:
    seen: list[int] = []
    enqueue(core, 120)
    runner(core, inside(lambda call, payload: seen.append(payload["number"]))).drain()
    assert sorted(seen) == list(range(120))
    assert waiting(core) == {}


def test_two_servers_share_the_jobs_and_run_none_twice(core: Core) -> None:
    seen: list[int] = []

    def run(call: Call, payload: Mapping[str, Any]) -> None:
        # An insert of the job's own number: a job that ran twice would break the constraint, even if one were undone.
        call.more_events.append(EventDraft("Counted", "test.internal", additional={"number": payload["number"]}))
        seen.append(payload["number"])

    enqueue(core, 60)
    threads = [threading.Thread(target=runner(core, inside(run)).drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(60))
    assert waiting(core) == {}


def test_a_job_that_fails_undoes_its_work_and_is_tried_again_later(core: Core) -> None:
    attempts: list[int] = []

    def run(call: Call, payload: Mapping[str, Any]) -> None:
        call.enqueue("other", {})
        attempts.append(1)
        if len(attempts) < 3:
            raise RuntimeError("not yet")

    enqueue(core)
    handler = inside(run)
    runner(core, handler).drain()
    assert (len(attempts), waiting(core)) == (1, {"count": 1})
    core.clock.advance(seconds=1)
    assert not work_once(core.runtime, handler)
    core.clock.advance(seconds=1)
    assert work_once(core.runtime, handler)
    core.clock.advance(seconds=4)
    assert work_once(core.runtime, handler)
    assert (len(attempts), waiting(core)) == (3, {"other": 1})


def test_one_that_fails_holds_up_none_of_the_others(core: Core) -> None:
    seen: list[int] = []

    def run(call: Call, payload: Mapping[str, Any]) -> None:
        if payload["number"] == 0:
            raise RuntimeError("never")
        seen.append(payload["number"])

    enqueue(core, 5)
    runner(core, inside(run)).drain()
    assert set(seen) == {1, 2, 3, 4}
    assert waiting(core) == {"count": 1}


def test_a_leased_job_is_nobody_elses_until_its_lease_ends(core: Core) -> None:
    seen: list[str] = []

    def crash(runtime: Runtime, payload: Mapping[str, Any]) -> None:
        assert not work_once(core.runtime, Outside("mail", lambda runtime, payload: seen.append("thief")))
        seen.append("first")
        raise KeyboardInterrupt  # as a killed process: nothing after it runs, the row stays leased

    enqueue(core, kind="mail")
    with pytest.raises(KeyboardInterrupt):
        work_once(core.runtime, Outside("mail", crash))
    second = Outside("mail", lambda runtime, payload: seen.append("second"))
    assert not work_once(core.runtime, second)
    core.clock.advance(seconds=LEASE.total_seconds())
    assert work_once(core.runtime, second)
    assert seen == ["first", "second"]
    assert waiting(core) == {}


def test_a_job_that_is_not_due_waits(core: Core) -> None:
    seen: list[int] = []
    handler = inside(lambda call, payload: seen.append(1))
    core.write(lambda call: call.enqueue("count", {}, delay=timedelta(minutes=5)))
    assert not work_once(core.runtime, handler)
    core.clock.advance(minutes=5)
    assert work_once(core.runtime, handler)
    assert seen == [1]


def test_a_ring_wakes_the_runner_and_stop_ends_it(core: Core) -> None:
    done, swept = threading.Event(), threading.Event()
    bells = Bells()
    handlers: list[Handler] = [
        inside(lambda call, payload: done.set()),
        Periodic("sweep", timedelta(hours=1), lambda _: swept.set()),
    ]
    running = Runner(core.runtime, bells, handlers)
    running.start()
    enqueue(core)
    bells.ring("count")
    assert done.wait(PATIENCE_SECONDS)
    assert swept.wait(PATIENCE_SECONDS)
    running.stop()
    assert not [thread for thread in threading.enumerate() if thread.name in {"gatepost-count", "gatepost-sweep"}]
