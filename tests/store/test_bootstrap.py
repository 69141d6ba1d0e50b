"""The first start, on both databases: all that it is told, or nothing."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost import bootstrap
from gatepost.bootstrap import Wishes
from gatepost.core.signin import invitations
from gatepost.kit.errors import Conflict, Invalid
from tests.calls import Core


def test_it_makes_an_instance_and_an_administrator_once(core: Core) -> None:
    assert bootstrap.find_instance(core.runtime) is None
    made = bootstrap.make(core.runtime, Wishes(account_id="111122223333", region="eu-west-3"))
    found = bootstrap.find_instance(core.runtime)
    assert found == made.instance
    assert (found.owner_account_id, found.region) == ("111122223333", "eu-west-3")
    token = made.invitation
    assert token is not None
    assert core.read(lambda call: invitations.require_open(call, token))[1] == made.admin
    assert (made.access_key_id, made.secret_access_key) == (None, None)


def test_it_makes_up_an_account_id(core: Core) -> None:
    made = bootstrap.make(core.runtime, Wishes())
    assert re.fullmatch(r"\d{12}", made.instance.owner_account_id)


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(account_id="1234"),
        Wishes(account_id="11112222333x"),
        Wishes(region="nowhere"),
        Wishes(region="us-east-1\n"),
        Wishes(admin_email="no address"),
        Wishes(admin_email="@example.com"),
        Wishes(admin_user=""),
        Wishes(admin_user="a\u0000b"),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_leaves_an_empty_database(core: Core, wishes: Wishes) -> None:
    with pytest.raises(Invalid):
        bootstrap.make(core.runtime, wishes)
    assert bootstrap.find_instance(core.runtime) is None
    bootstrap.make(core.runtime, Wishes())


def test_of_servers_that_start_at_once_one_makes_it_and_all_find_it(core: Core) -> None:
    with ThreadPoolExecutor(4) as servers:
        started = [servers.submit(bootstrap.find_or_make, core.runtime) for _ in range(4)]
    found = [each.result() for each in started]
    assert len({instance.instance_id for instance, _ in found}) == 1
    assert sum(invitation is not None for _, invitation in found) == 1
    with pytest.raises(Conflict):
        bootstrap.make(core.runtime, Wishes())
