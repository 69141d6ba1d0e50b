"""People keep what they have when the identity source changes to a provider and back: tiles, applications, groups, passwords."""

from collections.abc import Callable

from gatepost.core.applications import assignments
from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships
from gatepost.core.directory.model import GroupAttributes
from gatepost.core.federation import identity_source
from gatepost.core.federation.model import Choice
from tests.doors.portal.conftest import PASSWORD, Browser, Installation
from tests.doors.saml.conftest import Connect, make_user
from tests.doors.saml.partners import Toolkit
from tests.doors.saml.provider import Message, begin, complete, deliver, trust
from tests.doors.saml.test_single_sign_on import enter
from tests.servers.databases import both_databases

Wiki = Callable[..., Toolkit]


def assign_by_group(gatepost: Installation, user_id: str, application_arn: str) -> None:
    """Assign somebody to an application by a group."""
    store_id = gatepost.made.instance.identity_store_id

    def do(call: Call) -> None:
        group = groups.create(call, identity_store_id=store_id, attributes=GroupAttributes("Writers"))
        memberships.create(call, identity_store_id=store_id, group_id=group.group_id, user_id=user_id)
        assignments.create(call, application_arn=application_arn, principal_type="GROUP", principal_id=group.group_id)

    gatepost.write(do)


def groups_told(browser: Browser, wiki: Toolkit) -> list[str]:
    """Enter the wiki; return which groups it was told of."""
    assert "Wiki" in browser.get("/").text
    answer = wiki.receive(enter(browser, wiki.auth().login()))
    assert answer.get_errors() == [], answer.get_last_error_reason()
    return list(answer.get_attributes()["groups"])


@both_databases
def test_who_matches_keeps_everything_there_and_back(
    gatepost: Installation, browser: Browser, connect: Connect, toolkit: Wiki
) -> None:
    nadia, instance = make_user(gatepost, "nadia"), gatepost.made.instance
    assign_by_group(gatepost, nadia.user_id, connect(is_assigned=False).application.arn)
    wiki = toolkit()
    browser.sign_in("nadia")
    assert groups_told(browser, wiki) == ["Writers"]
    before = gatepost.write(lambda call: identity_source.preview(call, instance, Choice()))

    trust(gatepost)
    assert "Wiki" in browser.get("/").text  # who is signed in goes on
    elsewhere = gatepost.browser()
    complete(elsewhere, deliver(gatepost, Message(gatepost.clock.now(), begin(elsewhere), name_id="Nadia").signed()))
    assert groups_told(elsewhere, wiki) == ["Writers"]
    assert gatepost.browser().sign_in("nadia", PASSWORD).status_code == 400

    gatepost.write(lambda call: identity_source.undo(call, instance))
    again = gatepost.browser()
    assert again.sign_in("nadia", PASSWORD).status_code == 303
    assert groups_told(again, wiki) == ["Writers"]
    after = gatepost.write(lambda call: identity_source.preview(call, instance, Choice()))
    assert (after.users, after.groups, after.account_assignments, after.application_assignments) == (
        before.users,
        before.groups,
        before.account_assignments,
        before.application_assignments,
    )
