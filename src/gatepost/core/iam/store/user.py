"""The table of IAM users and its statements."""

from dataclasses import replace

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint, bindparam, insert, select

from gatepost.core.iam.model import IamUser, name_key
from gatepost.core.iam.store.attachments import Attachments, texts_of
from gatepost.store.columns import Instant, Json, Name, metadata
from gatepost.store.database import Transaction
from gatepost.store.statements import AnyRow

iam_users = Table(
    "iam_users",
    metadata,
    Column("user_id", Name(32), primary_key=True),
    Column("account_id", Name(12), ForeignKey("accounts.account_id"), nullable=False),
    Column("name", Name(64), nullable=False),
    Column("name_key", Name(64), nullable=False),
    Column("path", Name(512), nullable=False),
    Column("inline_policies", Json, nullable=False),
    Column("permissions_boundary", Name(2048)),
    Column("tags", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("account_id", "name_key"),
)

OF_USERS = Attachments("iam_user_policies", iam_users.c.user_id)

_USER = (
    iam_users.c.user_id,
    iam_users.c.account_id,
    iam_users.c.name,
    iam_users.c.path,
    OF_USERS.arns.label("attached"),
    iam_users.c.inline_policies,
    iam_users.c.permissions_boundary,
    iam_users.c.tags,
    iam_users.c.created_at,
)
_FIND_USER = select(*_USER).where(
    iam_users.c.account_id == bindparam("account"), iam_users.c.name_key == bindparam("key")
)
_INSERT_USER = insert(iam_users)


def find_user(tx: Transaction, account_id: str, name: str) -> IamUser | None:
    """Return a user of an account by its name, in any case."""
    row = tx.first(_FIND_USER, {"account": account_id, "key": name_key(name)})
    return None if row is None else _user(row)


def insert_user(tx: Transaction, user: IamUser) -> None:
    """Add a user with its policies; raise Duplicate where the account has one of that name."""
    tx.change(
        _INSERT_USER,
        {
            "user_id": user.user_id,
            "account_id": user.account_id,
            "name": user.name,
            "name_key": name_key(user.name),
            "path": user.path,
            "inline_policies": user.inline,
            "permissions_boundary": user.permissions_boundary,
            "tags": user.tags,
            "created_at": user.created_at,
        },
    )
    OF_USERS.insert(tx, user.user_id, user.account_id, user.attached)


def _user(row: AnyRow) -> IamUser:
    return replace(IamUser(*row), attached=texts_of(row.attached))
