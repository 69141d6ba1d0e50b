"""The table of users, the index of their external ids, and the statements on both."""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from sqlalchemy import (
    BindParameter,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)

from gatepost.core.directory.model import User, UserStatus, folded
from gatepost.core.directory.store.by_age import ByAge
from gatepost.core.directory.store.documents import document_of_user, user_of_document
from gatepost.core.directory.store.external_ids import ExternalIds
from gatepost.kit.paging import Page, PageRequest, Window, WindowRequest
from gatepost.store.by_key import ByKey, beginning
from gatepost.store.columns import Instant, Json, Name, Text, metadata
from gatepost.store.database import Transaction
from gatepost.store.ranked import Ranked


def _of_the_disabled(name: str, column: str) -> Index:
    """Return an index of the few users who are disabled, which costs nothing to keep for the others."""
    disabled = text("status = 'DISABLED'")
    return Index(name, "identity_store_id", column, sqlite_where=disabled, postgresql_where=disabled)


users = Table(
    "users",
    metadata,
    Column("user_id", Name(47), primary_key=True),
    Column(
        "identity_store_id",
        Name(36),
        ForeignKey("instances.identity_store_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("user_name", Name(128), nullable=False),
    Column("user_name_key", Name(1024), nullable=False),
    Column("display_name", Name(1024), nullable=False),
    Column("display_name_key", Name(1024), nullable=False),
    Column("email", Name(1024)),
    Column("email_key", Name(1024)),
    Column("status", Name(8), nullable=False),
    Column("attributes", Json, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("updated_by", Text, nullable=False),
    Column("provisioned_by", Name(36)),
    UniqueConstraint("identity_store_id", "user_name_key"),
    UniqueConstraint("identity_store_id", "email_key"),
    Index("ix_users_display_name", "identity_store_id", "display_name_key"),
    Index("ix_users_status", "identity_store_id", "status", "user_name_key"),
    _of_the_disabled("ix_users_disabled_display_name", "display_name_key"),
    _of_the_disabled("ix_users_disabled_email", "email_key"),
    Index("ix_users_created_at", "identity_store_id", "created_at", "user_id"),
    Index("ix_users_updated_at", "identity_store_id", "updated_at", "user_id"),
)
external_ids = ExternalIds("user_external_ids", users)
user_other_emails = Table(
    "user_other_emails",
    metadata,
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("email_key", Name(1024), primary_key=True),
    Column("identity_store_id", Name(36), nullable=False),
    Index("ix_user_other_emails_email_key", "identity_store_id", "email_key"),
)
"""The addresses beside the primary one, of the few who have any."""

_IN_STORE = users.c.identity_store_id == bindparam("store")
_INSERT = insert(users)
_FIND = select(users).where(_IN_STORE, users.c.user_id == bindparam("id"))
_LOCK = _FIND.with_for_update()
_EXISTS = select(users.c.user_id).where(_IN_STORE, users.c.user_id == bindparam("id"))
_HOLD = _EXISTS.with_for_update(read=True, key_share=True)
_BY_USER_NAME = select(users).where(_IN_STORE, users.c.user_name_key == bindparam("key"))
_BY_EMAIL = select(users).where(_IN_STORE, users.c.email_key == bindparam("key"))
_AMONG: BindParameter[Any] = bindparam("keys", expanding=True)
_NAMES_AMONG = select(users.c.user_name_key).where(_IN_STORE, users.c.user_name_key.in_(_AMONG))
_EMAILS_AMONG = select(users.c.email_key).where(_IN_STORE, users.c.email_key.in_(_AMONG))
_AGE = (users.c.created_at, users.c.user_id)
_LIST = ByAge(select(users).where(_IN_STORE), *_AGE)
_LIST_BY_DISPLAY_NAME = ByAge(select(users).where(_IN_STORE, users.c.display_name_key == bindparam("key")), *_AGE)
_BY_NAME = ByKey(select(users).where(_IN_STORE), users.c.user_name_key)
_IN_STATUS = users.c.status == bindparam("status")
_BY_NAME_IN_STATUS = ByKey(select(users).where(_IN_STORE, _IN_STATUS), users.c.user_name_key)
_SEARCHED = (users.c.user_name_key, users.c.display_name_key, users.c.email_key)
_SEARCH = Ranked(select(users).where(_IN_STORE), users.c.user_id, _SEARCHED)
# The status stands in the statement, and not beside it: an index of some rows is used where the planner sees which.
_SEARCH_IN_STATUS = {
    status: Ranked(
        select(users).where(_IN_STORE, users.c.status == literal_column(f"'{status}'")), users.c.user_id, _SEARCHED
    )
    for status in get_args(UserStatus)
}
_LIST_BY_EXTERNAL_ID = ByAge(external_ids.of_any_issuer, *_AGE)
_UPDATE = (
    update(users)
    .where(users.c.user_id == bindparam("id"))
    .values(
        {
            column.name: bindparam(f"new_{column.name}")
            for column in users.c
            if column.name not in {"user_id", "identity_store_id", "created_at", "created_by"}
        }
    )
)
_COUNT = select(func.count()).select_from(users).where(_IN_STORE)
_DELETE = delete(users).where(users.c.user_id == bindparam("id"))

_INSERT_OTHER_EMAILS = insert(user_other_emails)
_DELETE_OTHER_EMAILS = delete(user_other_emails).where(user_other_emails.c.user_id == bindparam("id"))


def insert_users(tx: Transaction, made: Sequence[User]) -> None:
    """Add users; raise Duplicate where a name, an e-mail address or an external id is taken."""
    tx.change(_INSERT, [_row(user) for user in made])
    for user in made:
        external_ids.add(tx, user.identity_store_id, user.user_id, user.attributes.external_ids)
        _index_other_emails(tx, user)


def update_user(tx: Transaction, before: User, after: User) -> None:
    """Replace what may change of a user; raise Duplicate as `insert_users` does."""
    changed = {f"new_{name}": value for name, value in _row(after).items()}
    tx.change(_UPDATE, {**changed, "id": after.user_id})
    if before.attributes.external_ids != after.attributes.external_ids:
        external_ids.replace(tx, after.identity_store_id, after.user_id, after.attributes.external_ids)
    if before.attributes.emails != after.attributes.emails:
        tx.change(_DELETE_OTHER_EMAILS, {"id": after.user_id})
        _index_other_emails(tx, after)


def delete_user(tx: Transaction, user_id: str) -> None:
    """Forget a user and all that dies with it."""
    tx.change(_DELETE, {"id": user_id})


def find_user(tx: Transaction, identity_store_id: str, user_id: str) -> User | None:
    """Return the user with this id."""
    return _one(tx, _FIND, {"store": identity_store_id, "id": user_id})


def lock_user(tx: Transaction, identity_store_id: str, user_id: str) -> User | None:
    """Return the user with this id and let nobody else change it until the transaction ends."""
    return _one(tx, _LOCK, {"store": identity_store_id, "id": user_id})


def count_users(tx: Transaction, identity_store_id: str) -> int:
    """Return how many users a store holds."""
    return int(tx.scalar(_COUNT, {"store": identity_store_id}))


def user_exists(tx: Transaction, identity_store_id: str, user_id: str) -> bool:
    """Say whether there is such a user."""
    return tx.first(_EXISTS, {"store": identity_store_id, "id": user_id}) is not None


def hold_user(tx: Transaction, identity_store_id: str, user_id: str) -> bool:
    """Say whether there is such a user, and keep it from being deleted until the transaction ends."""
    return tx.first(_HOLD, {"store": identity_store_id, "id": user_id}) is not None


def find_user_by_name(tx: Transaction, identity_store_id: str, user_name: str) -> User | None:
    """Return the user of this name, whatever its case."""
    return _one(tx, _BY_USER_NAME, {"store": identity_store_id, "key": folded(user_name)})


def find_user_by_email(tx: Transaction, identity_store_id: str, address: str) -> User | None:
    """Return the user whose primary e-mail address this is, whatever its case."""
    return _one(tx, _BY_EMAIL, {"store": identity_store_id, "key": folded(address)})


def taken_of_users(
    tx: Transaction, identity_store_id: str, user_names: Iterable[str], addresses: Iterable[str]
) -> tuple[set[str], set[str]]:
    """Return, folded, those of these user names and primary e-mail addresses that somebody has."""
    names, emails = [sorted({folded(each) for each in some}) for some in (user_names, addresses)]
    return (
        {row[0] for row in tx.all(_NAMES_AMONG, {"store": identity_store_id, "keys": names})},
        {row[0] for row in tx.all(_EMAILS_AMONG, {"store": identity_store_id, "keys": emails})},
    )


def find_user_by_login(tx: Transaction, identity_store_id: str, login: str) -> User | None:
    """Return the user who signs in so: by user name or, where nobody has that name, by primary e-mail address."""
    return find_user_by_name(tx, identity_store_id, login) or find_user_by_email(tx, identity_store_id, login)


def find_user_by_external_id(tx: Transaction, identity_store_id: str, issuer: str, external_id: str) -> User | None:
    """Return the user whom `issuer` knows by this id, case counting."""
    return _one(tx, external_ids.of_issuer, {"store": identity_store_id, "issued_by": issuer, "external": external_id})


def list_users(tx: Transaction, identity_store_id: str, request: PageRequest) -> Page[User]:
    """Return a store's users, the oldest first."""
    return _LIST.page(tx, {"store": identity_store_id}, request, user_of_row)


def list_users_by_display_name(
    tx: Transaction, identity_store_id: str, display_name: str, request: PageRequest
) -> Page[User]:
    """Return the users of this display name, whatever its case; it need not be unique."""
    parameters = {"store": identity_store_id, "key": folded(display_name)}
    return _LIST_BY_DISPLAY_NAME.page(tx, parameters, request, user_of_row)


def browse_users(
    tx: Transaction, identity_store_id: str, prefix: str, request: WindowRequest, status: UserStatus | None = None
) -> Window[User]:
    """Return the users of a status, or of any, by user name; with a prefix those of whom something begins so, whatever its case.

    Whose user name begins so come first, then whose display name does, then whose e-mail address does.
    """
    parameters: dict[str, Any] = {"store": identity_store_id, "status": status}
    if not prefix:
        by_name = _BY_NAME if status is None else _BY_NAME_IN_STATUS
        return by_name.window(tx, parameters, request, user_of_row)
    search = _SEARCH if status is None else _SEARCH_IN_STATUS[status]
    return search.window(tx, {**parameters, **beginning(folded(prefix))}, request, user_of_row)


def list_users_by_external_id(
    tx: Transaction, identity_store_id: str, external_id: str, request: PageRequest
) -> Page[User]:
    """Return the users whom any issuer knows by this id."""
    parameters = {"store": identity_store_id, "external": external_id}
    return _LIST_BY_EXTERNAL_ID.page(tx, parameters, request, user_of_row)


def _one(tx: Transaction, statement: Select[Any], parameters: dict[str, Any]) -> User | None:
    row = tx.first(statement, parameters)
    return None if row is None else user_of_row(row)


def _index_other_emails(tx: Transaction, user: User) -> None:
    if len(user.attributes.emails) > 1:
        primary = user.primary_email
        others = {folded(each.value) for each in user.attributes.emails if each.value and each.value != primary}
        indexed = {"identity_store_id": user.identity_store_id, "user_id": user.user_id}
        tx.change(_INSERT_OTHER_EMAILS, [{**indexed, "email_key": key} for key in sorted(others)])


def _row(user: User) -> dict[str, Any]:
    email = user.primary_email
    return {
        "user_id": user.user_id,
        "identity_store_id": user.identity_store_id,
        "user_name": user.user_name,
        "user_name_key": folded(user.user_name),
        "display_name": user.display_name,
        "display_name_key": folded(user.attributes.display_name or ""),
        "email": email,
        "email_key": None if email is None else folded(email),
        "status": user.status,
        "attributes": document_of_user(user.attributes),
        "revision": user.revision,
        "created_at": user.created_at,
        "created_by": user.created_by,
        "updated_at": user.updated_at,
        "updated_by": user.updated_by,
        "provisioned_by": user.provisioned_by,
    }


def user_of_row(row: Row[Any]) -> User:
    """Put a user together from a row of the table."""
    return User(
        user_id=row.user_id,
        identity_store_id=row.identity_store_id,
        user_name=row.user_name,
        display_name=row.display_name,
        attributes=user_of_document(
            row.user_name, row.display_name if row.display_name_key else None, row.status, row.attributes
        ),
        revision=row.revision,
        created_at=row.created_at,
        created_by=row.created_by,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        provisioned_by=row.provisioned_by,
    )
