"""Imports of people from a file: looked at first, then made batch by batch by a job, each line for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.directory import identity_stores, store
from gatepost.core.directory.csv_rows import Problem, Row
from gatepost.core.directory.import_batch import Batch, IsKept
from gatepost.core.directory.model import UserImport
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, NotFound
from gatepost.store.database import Transaction

IMPORT_USERS: Final = "import-users"
BATCH: Final = 200
RETENTION: Final = timedelta(days=7)
_MOST_PROBLEMS: Final = 1000


def keep(call: Call, identity_store_id: str, rows: Sequence[Row], problems: Sequence[Problem]) -> UserImport:
    """Keep what was read from a file, so that somebody can look at it before anything is made."""
    identity_stores.require(call, identity_store_id)
    actor = call.actor
    batches = [[asdict(row) for row in rows[first : first + BATCH]] for first in range(0, len(rows), BATCH)]
    made = UserImport(
        import_id=ids.new_uuid(call.entropy),
        identity_store_id=identity_store_id,
        status="PREVIEW",
        started_by={
            "arn": actor.arn,
            "account_id": actor.account_id,
            "principal_id": actor.principal_id,
            "user_name": actor.user_name,
            "identity": actor.user_identity(),
        },
        created_at=call.now,
        total=len(rows),
        done=0,
        made=0,
        batches=len(batches),
        problem_count=len(problems),
        problems=_first(problems),
    )
    store.insert_import(call.tx, made, batches)
    return made


def get(call: Call, identity_store_id: str, import_id: str) -> UserImport:
    """Return an import, or raise NotFound."""
    return _found(store.find_import(call.tx, identity_store_id, import_id))


def preview(call: Call, import_id: str) -> Sequence[Row]:
    """Return an import's first lines."""
    return [Row.of_document(line) for line in store.batch_of_import(call.tx, import_id, 0)[:10]]


def start(call: Call, identity_store_id: str, import_id: str) -> None:
    """Begin to make the people of an import; one that has begun goes on as it was."""
    found = _found(store.find_import(call.tx, identity_store_id, import_id, lock=True))
    if found.status != "PREVIEW":
        return
    store.update_import(call.tx, replace(found, status="RUNNING" if found.batches else "DONE"))
    _go_on(call, found, 0)


def discard(call: Call, identity_store_id: str, import_id: str) -> None:
    """Forget an import that has not begun, or has ended; raise Conflict for one that runs."""
    found = _found(store.find_import(call.tx, identity_store_id, import_id, lock=True))
    if found.status == "RUNNING":
        raise Conflict("The import is running: wait until it has ended.")
    store.delete_import(call.tx, import_id)


def carry_out(call: Call, payload: Mapping[str, Any], is_kept: IsKept) -> None:
    """Make the people of one batch, and leave the next to another job: what a job of kind "import-users" does.

    A line that cannot be made is told and keeps no other from being made. Nobody joins a group that `is_kept`.
    """
    number = int(payload["batch"])
    found = store.find_import(call.tx, payload["identity_store_id"], payload["import_id"], lock=True)
    if found is None or found.status != "RUNNING":
        return
    lines = store.batch_of_import(call.tx, found.import_id, number)
    problems = Batch(call, found, [Row.of_document(line) for line in lines], is_kept).make()
    more = number + 1 < found.batches
    after = replace(
        found,
        status="RUNNING" if more else "DONE",
        done=found.done + len(lines),
        made=found.made + len(lines) - len(problems),
        problem_count=found.problem_count + len(problems),
        problems=(*found.problems, *_first(problems))[:_MOST_PROBLEMS],
    )
    store.update_import(call.tx, after)
    if more:
        _go_on(call, found, number + 1)


def sweep(tx: Transaction, now: datetime) -> int:
    """Forget imports of which nobody asks any more; return how many."""
    return store.sweep_imports(tx, now - RETENTION)


def _go_on(call: Call, found: UserImport, number: int) -> None:
    if number < found.batches:
        payload = {"identity_store_id": found.identity_store_id, "import_id": found.import_id, "batch": number}
        call.enqueue(IMPORT_USERS, payload)


def _first(problems: Sequence[Problem]) -> tuple[tuple[int, str], ...]:
    return tuple((problem.line, problem.sentence) for problem in problems[:_MOST_PROBLEMS])


def _found(found: UserImport | None) -> UserImport:
    if found is None:
        raise NotFound("There is no such import.")
    return found
