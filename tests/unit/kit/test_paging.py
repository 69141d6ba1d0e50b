"""Pages, and the tokens that only their own query opens."""

import pytest

from gatepost.kit.errors import Invalid
from gatepost.kit.paging import PageRequest, PageTokens, page_of, page_of_all, query_fingerprint
from gatepost.kit.vault import Vault
from tests.kit import SeededEntropy

TOKENS = PageTokens(Vault([bytes(32)], SeededEntropy()))


def test_a_token_opens_for_its_own_query_only() -> None:
    mine = query_fingerprint("ListUsers", {"IdentityStoreId": "d-1"})
    token = TOKENS.seal(("ada", 7), mine)
    assert TOKENS.open(token, mine) == ("ada", 7)
    for other in (query_fingerprint("ListGroups", {"IdentityStoreId": "d-1"}), query_fingerprint("ListUsers", {})):
        with pytest.raises(Invalid) as caught:
            TOKENS.open(token, other)
        assert caught.value.reason == "InvalidNextToken"


@pytest.mark.parametrize("token", ["", "abc", "x" * 500, "é"])
def test_a_token_that_is_not_ours_is_invalid(token: str) -> None:
    with pytest.raises(Invalid):
        TOKENS.open(token, query_fingerprint("ListUsers", {}))


def test_the_last_page_has_no_token() -> None:
    assert TOKENS.seal(None, b"query") is None
    assert TOKENS.open(None, b"query") is None


def test_the_row_too_many_only_says_that_there_is_more() -> None:
    page = page_of(["a", "b", "c"], PageRequest(2), lambda row: (row,))
    assert (list(page.items), page.next) == (["a", "b"], ("b",))
    page = page_of(["a", "b"], PageRequest(2), lambda row: (row,))
    assert (list(page.items), page.next) == (["a", "b"], None)


def test_a_short_list_pages_to_its_end() -> None:
    rows, after = list("abcdefg"), None
    seen: list[str] = []
    while True:
        page = page_of_all(rows, PageRequest(3, after), lambda row: (row,))
        seen += page.items
        if page.next is None:
            break
        after = page.next
    assert seen == rows
