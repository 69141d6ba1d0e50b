"""Trusted token issuers, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from gatepost.core.applications import trusted_token_issuers
from gatepost.core.applications.trusted_token_issuers import OidcJwtChange
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import PageRequest
from tests.store.applications.conftest import OIDC, Applications


def test_an_issuer_comes_back_as_it_was_made_and_as_it_was_changed(world: Applications) -> None:
    made = world.issuer()
    assert world.read(lambda call: trusted_token_issuers.get(call, made.arn)) == made
    change = OidcJwtChange(claim_attribute_path="sub")
    world.write(lambda call: trusted_token_issuers.update(call, made.arn, name="provider", change=change))
    changed = replace(made, name="provider", configuration=replace(OIDC, claim_attribute_path="sub"))
    assert world.read(lambda call: trusted_token_issuers.get(call, made.arn)) == changed
    world.write(lambda call: trusted_token_issuers.delete(call, made.arn))
    with pytest.raises(NotFound):
        world.read(lambda call: trusted_token_issuers.get(call, made.arn))


def test_they_are_listed_page_by_page(world: Applications) -> None:
    made = {world.issuer(f"idp{number}").arn for number in range(5)}
    first = world.read(lambda call: trusted_token_issuers.list_of_instance(call, world.instance.arn, PageRequest(3)))
    second = world.read(
        lambda call: trusted_token_issuers.list_of_instance(call, world.instance.arn, PageRequest(3, first.next))
    )
    assert (len(first.items), second.next) == (3, None)
    assert {each.arn for each in (*first.items, *second.items)} == made


def test_of_many_that_want_one_name_one_gets_it(world: Applications) -> None:
    def try_once(_: int) -> bool:
        try:
            world.issuer()
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(24))) == 1
