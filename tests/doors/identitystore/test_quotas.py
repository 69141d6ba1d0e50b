"""boto3: an identity store that holds no more than its quotas allow."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gatepost import app
from gatepost.settings import Settings
from tests.doors.installation import Installation


@pytest.fixture
def installation(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    """A store of three people, the administrator among them, and two groups, of which one person may be in one."""
    settings = Settings(
        data_dir=tmp_path,
        database_url=sqlite_url,
        log_level="error",
        quota_users=3,
        quota_groups=2,
        quota_groups_of_user=1,
    )
    runtime = app.make_runtime(settings)
    yield Installation(runtime)
    runtime.events.flush()
    runtime.database.close()


def test_each_quota_is_kept(installation: Installation) -> None:
    client = installation.client("identitystore")
    store = {"IdentityStoreId": installation.instance.identity_store_id}
    full = client.exceptions.ServiceQuotaExceededException

    def user(name: str) -> dict[str, Any]:
        made: dict[str, Any] = client.create_user(
            **store, UserName=name, DisplayName=name, Name={"GivenName": name, "FamilyName": "Test"}
        )
        return made

    ada, bob = user("ada"), user("bob")
    with pytest.raises(full, match="3 users"):
        user("eve")
    client.delete_user(**store, UserId=bob["UserId"])
    user("eve")

    first, second = (client.create_group(**store, DisplayName=name)["GroupId"] for name in ("first", "second"))
    with pytest.raises(full, match="2 groups"):
        client.create_group(**store, DisplayName="third")
    member = {"UserId": ada["UserId"]}
    client.create_group_membership(**store, GroupId=first, MemberId=member)
    with pytest.raises(full, match="1 groups that one user is in"):
        client.create_group_membership(**store, GroupId=second, MemberId=member)
