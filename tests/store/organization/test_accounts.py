"""Accounts: asked for, made by the job, listed and moved."""

import pytest

from gatepost.core.call import Call
from gatepost.core.iam import roles
from gatepost.core.organization import accounts, organizations, units
from gatepost.core.organization.model import CreateAccountStatus, Organization
from gatepost.core.queue import store as queue
from gatepost.kit.errors import Conflict, Invalid, NotFound
from gatepost.kit.paging import PageRequest
from tests.calls import Core
from tests.store.conftest import MANAGEMENT


def ask(core: Core, name: str, email: str, role_name: str | None = None) -> CreateAccountStatus:
    return core.write(lambda call: accounts.request_creation(call, name=name, email=email, role_name=role_name))


def work(core: Core) -> None:
    """Run every waiting job, as the runner does."""

    def run(call: Call) -> None:
        for job in queue.due_jobs(call.tx, "create-account", call.now, 100):
            queue.delete_job(call.tx, job.job_id)
            accounts.create_requested(call, job.payload)

    core.write(run)


def outcome(core: Core, status: CreateAccountStatus) -> CreateAccountStatus:
    return core.read(lambda call: accounts.get_creation(call, status.request_id))


def create(core: Core, name: str) -> str:
    status = ask(core, name, f"{name.lower()}@example.com")
    work(core)
    account_id = outcome(core, status).account_id
    assert account_id is not None
    return account_id


def test_the_management_account_is_in_the_root(core: Core, organization: Organization) -> None:
    account = core.read(lambda call: accounts.get(call, MANAGEMENT))
    assert (account.name, account.email, account.status) == ("Management", "root@example.com", "ACTIVE")
    assert account.parent_id == organization.root_id
    assert account.path == f"{organization.organization_id}/{organization.root_id}/{MANAGEMENT}/"


def test_there_is_one_organisation(core: Core, organization: Organization) -> None:
    with pytest.raises(Conflict):
        core.write(lambda call: accounts.create_management(call, name="Second", email="second@example.com"))
    assert core.read(organizations.get) == organization


def test_before_bootstrap_there_is_none(core: Core) -> None:
    with pytest.raises(NotFound) as raised:
        core.read(organizations.get)
    assert raised.value.reason == "AWSOrganizationsNotInUseException"


@pytest.mark.usefixtures("organization")
def test_an_account_is_there_once_the_job_has_run(core: Core) -> None:
    status = ask(core, "Payments", "payments@example.com")
    assert (status.state, status.account_id, status.completed_at) == ("IN_PROGRESS", None, None)
    core.clock.advance(seconds=3)
    work(core)
    ended = outcome(core, status)
    assert (ended.state, ended.completed_at) == ("SUCCEEDED", core.clock.now())
    account = core.read(lambda call: accounts.get(call, str(ended.account_id)))
    assert (account.name, account.email, account.joined_method) == ("Payments", "payments@example.com", "CREATED")


@pytest.mark.usefixtures("organization")
@pytest.mark.parametrize("role_name", [None, "Landing"])
def test_the_management_account_may_administer_a_new_account(core: Core, role_name: str | None) -> None:
    status = ask(core, "Payments", "payments@example.com", role_name)
    work(core)
    account_id = str(outcome(core, status).account_id)
    role = core.read(lambda call: roles.get_role(call, account_id, role_name or "OrganizationAccountAccessRole"))
    assert list(role.attached) == ["arn:aws:iam::aws:policy/AdministratorAccess"]
    assert f"arn:aws:iam::{MANAGEMENT}:root" in role.trust_policy


@pytest.mark.usefixtures("organization")
@pytest.mark.parametrize(
    ("email", "reason"), [("ROOT@example.com", "EMAIL_ALREADY_EXISTS"), ("a..@example", "INVALID_EMAIL")]
)
def test_a_request_that_fails_says_why_and_makes_nothing(core: Core, email: str, reason: str) -> None:
    status = ask(core, "Payments", email)
    work(core)
    ended = outcome(core, status)
    assert (ended.state, ended.failure_reason, ended.account_id) == ("FAILED", reason, None)
    assert len(core.read(lambda call: accounts.list_accounts(call, PageRequest(10))).items) == 1


@pytest.mark.usefixtures("organization")
def test_a_job_that_comes_twice_makes_one_account(core: Core) -> None:
    status = ask(core, "Payments", "payments@example.com")
    for _ in range(2):
        core.write(lambda call: accounts.create_requested(call, {"request_id": status.request_id}))
    assert outcome(core, status).state == "SUCCEEDED"
    assert len(core.read(lambda call: accounts.list_accounts(call, PageRequest(10))).items) == 2


@pytest.mark.usefixtures("organization")
def test_the_reserved_role_prefix_is_refused(core: Core) -> None:
    with pytest.raises(Invalid) as raised:
        ask(core, "Payments", "payments@example.com", role_name="AWSServiceRoleForMe")
    assert raised.value.reason == "INVALID_ROLE_NAME"


@pytest.mark.usefixtures("organization")
def test_accounts_come_in_pages(core: Core) -> None:
    made = {MANAGEMENT, *(create(core, f"Team{number}") for number in range(4))}
    first = core.read(lambda call: accounts.list_accounts(call, PageRequest(3)))
    second = core.read(lambda call: accounts.list_accounts(call, PageRequest(3, first.next)))
    assert (len(first.items), len(second.items), second.next) == (3, 2, None)
    assert {account.account_id for account in (*first.items, *second.items)} == made


@pytest.mark.usefixtures("organization")
def test_requests_are_listed_by_state(core: Core) -> None:
    done = ask(core, "Payments", "payments@example.com")
    work(core)
    waiting = ask(core, "Search", "search@example.com")
    everything = core.read(lambda call: accounts.list_creations(call, PageRequest(10)))
    in_progress = core.read(lambda call: accounts.list_creations(call, PageRequest(10), ["IN_PROGRESS"]))
    assert {each.request_id for each in everything.items} == {done.request_id, waiting.request_id}
    assert [each.request_id for each in in_progress.items] == [waiting.request_id]


def test_an_account_moves_into_a_unit_and_its_path_with_it(core: Core, organization: Organization) -> None:
    account_id = create(core, "Payments")
    unit = core.write(lambda call: units.create_unit(call, parent_id=organization.root_id, name="Production"))

    def move(source: str, destination: str) -> None:
        core.write(lambda call: accounts.move_account(call, account_id, source_id=source, destination_id=destination))

    move(organization.root_id, unit.unit_id)
    account = core.read(lambda call: accounts.get(call, account_id))
    assert account.path == f"{unit.path}{account_id}/"
    assert core.read(lambda call: accounts.find_parent(call, account_id)).unit_id == unit.unit_id
    with pytest.raises(Conflict, match="already present"):
        move(organization.root_id, unit.unit_id)
    with pytest.raises(NotFound) as raised:
        move("ou-zzzz-zzzzzzzz", organization.root_id)
    assert raised.value.reason == "SourceParentNotFoundException"


@pytest.mark.usefixtures("organization")
@pytest.mark.parametrize("account_id", ["999999999999", ""])
def test_an_unknown_account_is_not_found(core: Core, account_id: str) -> None:
    with pytest.raises(NotFound) as raised:
        core.read(lambda call: accounts.get(call, account_id))
    assert raised.value.reason == "AccountNotFoundException"
