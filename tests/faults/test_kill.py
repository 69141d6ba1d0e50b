"""kill -9 in the middle of writes: what was acknowledged is there, nothing is half done, and each job runs once."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.faults.conftest import Company, Found, under_load, until
from tests.servers.gatepost import Gatepost

ANSWERS = 60

Hired = tuple[str, str]
"""The ids of a user, and of the request to assign a role to them, as both were acknowledged."""


class Hiring:
    """Makes users and assigns a permission set to each."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self._facts = company.facts
        self.permission_set = company.administrator.permission_set("Auditors")

    def hire(self, number: int, at: Company | None = None) -> Hired:
        """Make a user and ask for their assignment."""
        administrator = (at or self.company).administrator
        user_id = administrator.client("identitystore").create_user(
            IdentityStoreId=self._facts["identity_store_id"],
            UserName=f"maria-{number}",
            DisplayName="Maria",
            Name={"GivenName": "Maria", "FamilyName": "Okonkwo"},
        )["UserId"]
        asked = administrator.client("sso-admin").create_account_assignment(
            InstanceArn=self._facts["instance_arn"],
            TargetId=self._facts["account_id"],
            TargetType="AWS_ACCOUNT",
            PermissionSetArn=self.permission_set,
            PrincipalType="USER",
            PrincipalId=user_id,
        )
        return user_id, asked["AccountAssignmentCreationStatus"]["RequestId"]

    def outcomes(self) -> dict[str, str]:
        """Return the status of every request that the database knows of, by its id."""
        pages = self._admin.get_paginator("list_account_assignment_creation_status").paginate(
            InstanceArn=self._facts["instance_arn"]
        )
        return {
            each["RequestId"]: each["Status"] for page in pages for each in page["AccountAssignmentsCreationStatus"]
        }

    def assigned(self) -> list[str]:
        """Return the ids of the users who have the permission set."""
        pages = self._admin.get_paginator("list_account_assignments").paginate(
            InstanceArn=self._facts["instance_arn"],
            AccountId=self._facts["account_id"],
            PermissionSetArn=self.permission_set,
        )
        return [each["PrincipalId"] for page in pages for each in page["AccountAssignments"]]

    def users(self) -> set[str]:
        directory = self.company.administrator.client("identitystore")
        pages = directory.get_paginator("list_users").paginate(IdentityStoreId=self._facts["identity_store_id"])
        return {each["UserId"] for page in pages for each in page["Users"]}

    def roles(self) -> list[str]:
        found = self.company.administrator.client("iam").list_roles(PathPrefix="/aws-reserved/sso.amazonaws.com/")
        return [role["RoleName"] for role in found["Roles"] if "_Auditors_" in role["RoleName"]]

    @property
    def _admin(self) -> Any:
        return self.company.administrator.client("sso-admin")


def settled(hiring: Hiring) -> dict[str, str] | None:
    """Return the outcomes once nothing is in progress any more."""
    outcomes = hiring.outcomes()
    return None if "IN_PROGRESS" in outcomes.values() else outcomes


def ends_of_requests(company: Company) -> Counter[str]:
    """Count the events that jobs left of requests that they ended, by the request's id."""
    trail, ended = company.administrator.client("cloudtrail"), Counter[str]()
    pages = trail.get_paginator("lookup_events").paginate(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateAccountAssignment"}]
    )
    for page in pages:
        for each in page["Events"]:
            details = json.loads(each["CloudTrailEvent"]).get("serviceEventDetails")
            if details is not None:
                ended[details["requestId"]] += 1
    return ended


def check_whole(hiring: Hiring, acknowledged: list[Hired]) -> None:
    """Hold what is there against what was acknowledged; what nobody was told of may be there or not, but whole."""
    outcomes = until(lambda: settled(hiring), "end of the requests")
    assert {user_id for user_id, _ in acknowledged} <= hiring.users()
    assert {request_id for _, request_id in acknowledged} <= outcomes.keys()
    assert set(outcomes.values()) == {"SUCCEEDED"}
    assigned = hiring.assigned()
    assert {user_id for user_id, _ in acknowledged} <= set(assigned)
    # The administrator has a set of their own; each other request made one assignment, and nothing else made any.
    assert len(assigned) == len(set(assigned)) == len(outcomes) - 1
    assert ends_of_requests(hiring.company) == dict.fromkeys(outcomes, 1)
    assert len(hiring.roles()) == 1


def test_every_acknowledged_write_is_there_after_kill_9(found: Found, database_url: str) -> None:
    company = found(database_url=database_url)
    company.gatepost.start()
    hiring = Hiring(company)
    with under_load(hiring.hire) as load:
        load.await_answers(ANSWERS)
        company.gatepost.kill()

    company.gatepost.start()

    check_whole(hiring, load.acknowledged)
    assert "fault" not in company.gatepost.log


def test_a_second_server_carries_on(found: Found, install: Callable[..., Gatepost], postgres_url: str) -> None:
    one = found(database_url=postgres_url)
    keys = one.gatepost.settings["data_dir"] + "/master.key"
    other = one.at(install(database_url=postgres_url, master_key_file=keys))
    one.gatepost.start()
    other.gatepost.start()
    hiring = Hiring(other)
    with under_load(lambda number: hiring.hire(number, one if number % 2 else other)) as load:
        load.await_answers(ANSWERS)
        one.gatepost.kill()

    check_whole(hiring, load.acknowledged)
