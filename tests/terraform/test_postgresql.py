"""Terraform on PostgreSQL: what the configuration names is made, is as it says, and goes again."""

from collections.abc import Iterator, Mapping

import pytest

from tests.servers.postgres import Postgres
from tests.servers.terraform import Report
from tests.terraform import estate as estates
from tests.terraform.estate import Estate, Workspaces

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def estate(terraform: Workspaces, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    url = postgres.url(postgres.create())
    with estates.running(tmp_path_factory.mktemp("estate"), terraform, database_url=url) as estate:
        yield estate


def test_apply_is_followed_by_an_empty_plan_and_destroy_leaves_nothing(
    estate: Estate, before: Mapping[str, list[str]], applied: Report
) -> None:
    number = len(estate.terraform.resources())
    assert applied.summary == {"import": 0, "add": number, "change": 0, "remove": 0}
    assert estate.terraform.plan().is_empty
    assert estate.terraform.destroy().summary == {"import": 0, "add": 0, "change": 0, "remove": number}
    assert estate.inventory() == before
