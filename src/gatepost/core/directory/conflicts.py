"""What contradicts the directory: a name that is taken, a revision that is outdated."""

from typing import Protocol

from gatepost.kit.errors import Conflict
from gatepost.store.database import Duplicate

# The sentences are AWS's own; the columns are those of the constraint that refused.
_DUPLICATES = {
    "user_name_key": "Duplicate UserName",
    "email_key": "Duplicate Email",
    "display_name_key": "Duplicate GroupDisplayName",
    "external_id": "Duplicate ExternalId",
    "group_id": "Member and Group relationship already exists",
}


class Revised(Protocol):
    """Something that counts its changes."""

    @property
    def revision(self) -> int: ...


def duplicate(error: Duplicate) -> Conflict:
    """Return the error for a row that a unique constraint refused."""
    sentence = next(_DUPLICATES[column] for column in _DUPLICATES if column in error.columns)
    return Conflict(sentence, reason="UNIQUENESS_CONSTRAINT_VIOLATION")


def require_revision(resource: Revised, expected: int | None) -> None:
    """Raise Conflict where the caller knows an older revision; None knows none and wants its change anyhow."""
    if expected is not None and expected != resource.revision:
        raise Conflict(
            f"The revision {expected} is not the current revision of the resource.", reason="CONCURRENT_MODIFICATION"
        )
