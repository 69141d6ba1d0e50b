"""The tables of imports: how far one is, and its lines in batches, one for each job."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Row, Table, bindparam, delete, insert, select, update

from gatepost.core.directory.model import UserImport
from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction

user_imports = Table(
    "user_imports",
    metadata,
    Column("import_id", Name(36), primary_key=True),
    Column(
        "identity_store_id",
        Name(36),
        ForeignKey("instances.identity_store_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("status", Name(16), nullable=False),
    Column("started_by", Json, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("made", Integer, nullable=False),
    Column("batches", Integer, nullable=False),
    Column("problem_count", Integer, nullable=False),
    Column("problems", Json, nullable=False),
)
user_import_batches = Table(
    "user_import_batches",
    metadata,
    Column("import_id", Name(36), ForeignKey("user_imports.import_id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("lines", Json, nullable=False),
)

_INSERT = insert(user_imports)
_INSERT_BATCH = insert(user_import_batches)
_FIND = select(user_imports).where(
    user_imports.c.import_id == bindparam("id"), user_imports.c.identity_store_id == bindparam("store")
)
_LOCK = _FIND.with_for_update()
_BATCH = select(user_import_batches.c.lines).where(
    user_import_batches.c.import_id == bindparam("id"), user_import_batches.c.number == bindparam("batch")
)
_UPDATE = (
    update(user_imports)
    .where(user_imports.c.import_id == bindparam("id"))
    .values(
        status=bindparam("new_status"),
        done=bindparam("new_done"),
        made=bindparam("new_made"),
        problem_count=bindparam("new_problem_count"),
        problems=bindparam("new_problems"),
    )
)
_DELETE = delete(user_imports).where(user_imports.c.import_id == bindparam("id"))
_SWEEP = delete(user_imports).where(user_imports.c.created_at < bindparam("before"))


def insert_import(tx: Transaction, made: UserImport, batches: Sequence[Sequence[Mapping[str, Any]]]) -> None:
    """Keep an import and its lines."""
    tx.change(
        _INSERT,
        {
            "import_id": made.import_id,
            "identity_store_id": made.identity_store_id,
            "status": made.status,
            "started_by": made.started_by,
            "created_at": made.created_at,
            "total": made.total,
            "done": made.done,
            "made": made.made,
            "batches": made.batches,
            "problem_count": made.problem_count,
            "problems": list(made.problems),
        },
    )
    tx.change(
        _INSERT_BATCH,
        [{"import_id": made.import_id, "number": number, "lines": list(lines)} for number, lines in enumerate(batches)],
    )


def find_import(tx: Transaction, identity_store_id: str, import_id: str, *, lock: bool = False) -> UserImport | None:
    """Return an import; locked, nobody else changes it until the transaction ends."""
    row = tx.first(_LOCK if lock else _FIND, {"store": identity_store_id, "id": import_id})
    return None if row is None else _import(row)


def _import(row: Row[Any]) -> UserImport:
    return UserImport(
        import_id=row.import_id,
        identity_store_id=row.identity_store_id,
        status=row.status,
        started_by=row.started_by,
        created_at=row.created_at,
        total=row.total,
        done=row.done,
        made=row.made,
        batches=row.batches,
        problem_count=row.problem_count,
        problems=tuple((line, sentence) for line, sentence in row.problems),
    )


def batch_of_import(tx: Transaction, import_id: str, number: int) -> Sequence[Mapping[str, Any]]:
    """Return the lines of one batch; none where there is no such batch."""
    lines: Sequence[Mapping[str, Any]] | None = tx.scalar(_BATCH, {"id": import_id, "batch": number})
    return lines or ()


def update_import(tx: Transaction, changed: UserImport) -> None:
    """Write down how far an import is."""
    values = {
        "new_status": changed.status,
        "new_done": changed.done,
        "new_made": changed.made,
        "new_problem_count": changed.problem_count,
        "new_problems": list(changed.problems),
    }
    tx.change(_UPDATE, {"id": changed.import_id, **values})


def delete_import(tx: Transaction, import_id: str) -> None:
    """Forget an import; who it made stays."""
    tx.change(_DELETE, {"id": import_id})


def sweep_imports(tx: Transaction, before: datetime) -> int:
    """Forget imports that were uploaded before this moment; return how many."""
    return tx.change(_SWEEP, {"before": before})
