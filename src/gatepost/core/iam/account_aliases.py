"""Account aliases: a name that an account goes by, unique among all (IAM CreateAccountAlias and its like)."""

from gatepost.core.call import Call
from gatepost.core.iam import store
from gatepost.kit.errors import Conflict, NotFound
from gatepost.store.database import Duplicate


def create(call: Call, account_id: str, alias: str) -> None:
    """Give an account an alias: "if an account already has an alias, it is replaced" (IAM CreateAccountAlias)."""
    try:
        store.put_alias(call.tx, account_id, alias)
    except Duplicate:
        raise Conflict(f"The account alias {alias} already exists.", reason="EntityAlreadyExists") from None


def find(call: Call, account_id: str) -> str | None:
    """Return an account's alias (IAM ListAccountAliases, whose list has one at most)."""
    return store.find_alias(call.tx, account_id)


def delete(call: Call, account_id: str, alias: str) -> None:
    """Take its alias from an account (IAM DeleteAccountAlias)."""
    if not store.delete_alias(call.tx, account_id, alias):
        raise NotFound(f"The account alias {alias} cannot be found.", reason="NoSuchEntity")
