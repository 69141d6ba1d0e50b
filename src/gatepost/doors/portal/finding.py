"""What of a person's accounts and applications a page shows: what was searched for, and no more than it can hold."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gatepost.core.access.model import AccountRoles

MOST_ROLES: Final = 25
"""How many roles a page shows, so that it stays under 60 KB: more would be slow to load and no faster to find."""
_LONGEST_QUERY: Final = 100
_LONGEST_NUMBER: Final = 6


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what matches: its accounts with those of their roles that stand on it, and where it stands among the others."""

    accounts: Sequence[AccountRoles]
    all_roles: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.all_roles // MOST_ROLES))


def words_of(query: str) -> list[str]:
    """Return the words that are searched for, folded."""
    return folded(query[:_LONGEST_QUERY]).split()


def folded(text: str) -> str:
    """Return a text without case and accents: "zurich" finds "Zürich". `filter.js` does the same."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).lower()


def find(entitled: Sequence[AccountRoles], words: Sequence[str], page: int = 1) -> Found:
    """Return a page of the accounts and roles in which each word is in the account's text or in the role's."""
    matching = [match for match in (_narrowed(entry, words) for entry in entitled) if match is not None]
    found = Found((), sum(len(entry.roles) for entry in matching), page)
    at = min(max(page, 1), found.pages)
    return replace(found, accounts=tuple(_window(matching, (at - 1) * MOST_ROLES)), page=at)


def page_of(text: str | None) -> int:
    """Return the number of a page as an address has it; the first for whatever is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else 1


def _window(matching: Iterable[AccountRoles], start: int) -> Iterator[AccountRoles]:
    """Give the roles from the one at `start` on, as many as a page shows, each under its account."""
    passed = 0
    for entry in matching:
        first, last = max(0, start - passed), start + MOST_ROLES - passed
        passed += len(entry.roles)
        if roles := entry.roles[first : max(0, last)]:
            yield replace(entry, roles=roles)


def matches(texts: Iterable[str], words: Sequence[str]) -> bool:
    """Say whether each word is in one of the texts."""
    text = folded(" ".join(texts))
    return all(word in text for word in words)


def _narrowed(entry: AccountRoles, words: Sequence[str]) -> AccountRoles | None:
    if not words:
        return entry
    account = entry.account
    own = folded(f"{account.name} {account.account_id} {account.email}")
    rest = [word for word in words if word not in own]
    roles = tuple(role for role in entry.roles if matches((role.permission_set_name, role.description or ""), rest))
    return replace(entry, roles=roles) if roles else None
