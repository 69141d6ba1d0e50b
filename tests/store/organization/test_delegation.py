"""Trusted services and delegated administrators, on both databases."""

import threading

import pytest

from gatepost.core.organization import accounts, delegation
from gatepost.core.organization.model import Organization
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from gatepost.kit.paging import PageRequest
from tests.calls import Core
from tests.store.conftest import MANAGEMENT

pytestmark = pytest.mark.usefixtures("organization")
SSO, CONFIG = "sso.amazonaws.com", "config.amazonaws.com"
EVERYTHING = PageRequest(100)


def account(core: Core, name: str) -> str:
    status = core.write(lambda call: accounts.request_creation(call, name=name, email=f"{name}@accounts.example.com"))
    core.write(lambda call: accounts.create_requested(call, {"request_id": status.request_id}))
    return str(core.read(lambda call: accounts.get_creation(call, status.request_id)).account_id)


def register(core: Core, account_id: str, service: str = SSO) -> None:
    core.write(lambda call: delegation.register(call, account_id, service))


def administrators(core: Core, service: str | None = None) -> list[str]:
    page = core.read(lambda call: delegation.list_administrators(call, service, EVERYTHING))
    return [each.account.account_id for each in page.items]


def enabled(core: Core) -> list[str]:
    page = core.read(lambda call: delegation.list_services(call, EVERYTHING))
    return [each.service_principal for each in page.items]


def test_an_organisation_trusts_identity_center_from_the_start(core: Core, organization: Organization) -> None:
    page = core.read(lambda call: delegation.list_services(call, EVERYTHING))
    assert [(each.service_principal, each.enabled_at) for each in page.items] == [(SSO, organization.created_at)]
    core.write(lambda call: delegation.enable_service(call, CONFIG))
    core.write(lambda call: delegation.enable_service(call, CONFIG))
    assert enabled(core) == [CONFIG, SSO]
    core.write(lambda call: delegation.disable_service(call, CONFIG))
    core.write(lambda call: delegation.disable_service(call, CONFIG))
    assert enabled(core) == [SSO]


def test_an_account_administers_services_until_it_does_not(core: Core) -> None:
    member = account(core, "security")
    core.write(lambda call: delegation.enable_service(call, CONFIG))
    first = core.clock.now()
    register(core, member)
    core.clock.advance(hours=1)
    register(core, member, CONFIG)
    with pytest.raises(Conflict) as raised:
        register(core, member)
    assert raised.value.reason == "AccountAlreadyRegisteredException"
    services = core.read(lambda call: delegation.list_services_of(call, member, EVERYTHING))
    assert [each.service_principal for each in services.items] == [CONFIG, SSO]
    [administrator] = core.read(lambda call: delegation.list_administrators(call, None, EVERYTHING)).items
    assert (administrator.account.name, administrator.enabled_at) == ("security", first)
    assert administrators(core, CONFIG) == [member]
    for service in (SSO, CONFIG):
        core.write(lambda call, service=service: delegation.deregister(call, member, service))  # type: ignore[misc]
    assert administrators(core) == []
    with pytest.raises(NotFound) as absent:
        core.write(lambda call: delegation.deregister(call, member, SSO))
    assert absent.value.reason == "AccountNotRegisteredException"
    with pytest.raises(NotFound):
        core.read(lambda call: delegation.list_services_of(call, member, EVERYTHING))


def test_identity_center_has_one_delegated_administrator(core: Core) -> None:
    one, two = account(core, "one"), account(core, "two")
    core.write(lambda call: delegation.enable_service(call, CONFIG))
    register(core, one)
    with pytest.raises(QuotaExceeded) as raised:
        register(core, two)
    assert raised.value.reason == "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"
    register(core, one, CONFIG)
    register(core, two, CONFIG)
    assert administrators(core, CONFIG) == sorted([one, two])
    assert administrators(core, SSO) == [one]
    with pytest.raises(QuotaExceeded) as busy:
        core.write(lambda call: delegation.disable_service(call, SSO))
    assert busy.value.reason == "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"


def test_of_many_registered_at_once_one_is(core: Core) -> None:
    members = [account(core, f"member{number}") for number in range(4)]
    refused: list[str] = []

    def attempt(member: str) -> None:
        try:
            register(core, member)
        except QuotaExceeded:
            refused.append(member)

    threads = [threading.Thread(target=attempt, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert administrators(core) == sorted(set(members) - set(refused))


def test_who_cannot_administer_and_what_cannot_be_administered(core: Core) -> None:
    member = account(core, "security")
    for account_id, service, reason in (
        (MANAGEMENT, SSO, "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"),
        (member, CONFIG, "SERVICE_ACCESS_NOT_ENABLED"),
    ):
        with pytest.raises(QuotaExceeded) as raised:
            register(core, account_id, service)
        assert raised.value.reason == reason
    with pytest.raises(Invalid) as unknown:
        register(core, member, "sso.example.com")
    assert unknown.value.reason == "UNRECOGNIZED_SERVICE_PRINCIPAL"
    with pytest.raises(NotFound):
        register(core, "999999999999")


def test_administrators_and_services_come_in_pages(core: Core) -> None:
    core.write(lambda call: delegation.enable_service(call, CONFIG))
    members = sorted(account(core, f"member{number}") for number in range(3))
    for member in members:
        register(core, member, CONFIG)
    first = core.read(lambda call: delegation.list_administrators(call, CONFIG, PageRequest(2)))
    rest = core.read(lambda call: delegation.list_administrators(call, CONFIG, PageRequest(2, first.next)))
    assert [each.account.account_id for each in (*first.items, *rest.items)] == members
    assert rest.next is None
    one = core.read(lambda call: delegation.list_services(call, PageRequest(1)))
    two = core.read(lambda call: delegation.list_services(call, PageRequest(1, one.next)))
    assert [each.service_principal for each in (*one.items, *two.items)] == [CONFIG, SSO]
