"""Imports of people from a file: looked at first, then made batch by batch by a job, each line for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Final

from gatepost.core.actors import Actor
from gatepost.core.audit.model import EventDraft
from gatepost.core.authz import Principal
from gatepost.core.call import Call
from gatepost.core.directory import groups, identity_stores, memberships, store, users
from gatepost.core.directory.csv_rows import Problem, Row
from gatepost.core.directory.model import GroupAttributes, UserAttributes, UserImport
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from gatepost.store.database import Transaction

IMPORT_USERS: Final = "import-users"
BATCH: Final = 200
RETENTION: Final = timedelta(days=7)
_MOST_PROBLEMS: Final = 1000
_SOURCE: Final = "identitystore.amazonaws.com"


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


def carry_out(call: Call, payload: Mapping[str, Any]) -> None:
    """Make the people of one batch, and leave the next to another job: what a job of kind "import-users" does.

    A line that cannot be made is told and keeps no other from being made.
    """
    number = int(payload["batch"])
    found = store.find_import(call.tx, payload["identity_store_id"], payload["import_id"], lock=True)
    if found is None or found.status != "RUNNING":
        return
    lines = store.batch_of_import(call.tx, found.import_id, number)
    maker = _Maker(call, found)
    problems = [problem for line in lines if (problem := maker.make(Row.of_document(line))) is not None]
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


class _Maker:
    """Makes people in the name of who uploaded the file, each act with its event."""

    def __init__(self, call: Call, found: UserImport) -> None:
        self._call = call
        self._store_id = found.identity_store_id
        self._import_id = found.import_id
        self._owner = identity_stores.require(call, found.identity_store_id).owner_account_id
        by = found.started_by
        self._identity = by["identity"]
        self._actor = Actor(
            type="AssumedRole",
            principal=Principal("assumed_role", by["arn"], by["account_id"]),
            principal_id=by["principal_id"],
            user_name=by["user_name"],
        )
        self._group_ids: dict[str, str] = {}

    def make(self, row: Row) -> Problem | None:
        """Make one person and their memberships; return why not, where that cannot be."""
        # Looked up and not tried: a row that a constraint refuses would end the whole batch's transaction.
        if store.find_user_by_name(self._call.tx, self._store_id, row.user_name) is not None:
            return Problem(row.line, "There is a user of this name already.")
        if store.find_user_by_email(self._call.tx, self._store_id, row.email) is not None:
            return Problem(row.line, "Somebody has this e-mail address already.")
        try:
            self._make(row)
        except (Invalid, QuotaExceeded) as problem:
            return Problem(row.line, problem.message)
        return None

    def _make(self, row: Row) -> None:
        attributes = UserAttributes.person(
            user_name=row.user_name,
            given_name=row.given_name,
            family_name=row.family_name,
            display_name=row.display_name,
            email=row.email,
        )
        own = self._acting("CreateUser")
        user = users.create(own, identity_store_id=self._store_id, attributes=attributes)
        self._record(own, userId=user.user_id)
        for name in row.groups:
            group_id = self._group_id(name)
            joining = self._acting("CreateGroupMembership")
            memberships.create(joining, identity_store_id=self._store_id, group_id=group_id, user_id=user.user_id)
            self._record(joining, userId=user.user_id, groupId=group_id)

    def _group_id(self, name: str) -> str:
        if name not in self._group_ids:
            group = store.find_group_by_name(self._call.tx, self._store_id, name)
            if group is None:
                own = self._acting("CreateGroup")
                group = groups.create(own, identity_store_id=self._store_id, attributes=GroupAttributes(name))
                self._record(own, groupId=group.group_id)
            self._group_ids[name] = group.group_id
        return self._group_ids[name]

    def _acting(self, event_name: str) -> Call:
        """Return the call with the uploader as its actor and an event of its own."""
        event = EventDraft(event_name, _SOURCE, account_id=self._owner, user_identity=self._identity)
        event.type, event.user_name = "AwsServiceEvent", self._actor.user_name
        return replace(self._call, actor=self._actor, event=event)

    def _record(self, own: Call, **details: str) -> None:
        own.event.service_details |= {"importId": self._import_id, "identityStoreId": self._store_id, **details}
        self._call.more_events.append(own.event)


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
