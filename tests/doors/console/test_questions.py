"""What the console takes away it asks about first: each question names the thing, and nothing goes by a link or a forged form."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from gatepost import app
from gatepost.core.access import (
    access_control_attributes,
    customer_managed_policies,
    permissions_boundaries,
    policies,
)
from gatepost.core.access.model import AccessControlAttribute, CustomerManagedPolicyReference
from gatepost.core.applications import assignments
from gatepost.core.call import Call
from gatepost.core.directory import memberships
from gatepost.core.provisioning import tokens
from gatepost.core.signin.factors import devices
from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.tagging import tags
from gatepost.core.tagging.model import tags_of
from gatepost.doors import console
from gatepost.web.pages import Pages
from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.console.test_applications import WIKI, made
from tests.doors.portal.conftest import element

POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}'
POWER = "arn:aws:iam::aws:policy/PowerUserAccess"
ADDS_OR_CHANGES = {
    "/console/leave": "leaves the console, which the portal opens again",
    "/console/users/<user_id>/enable": "gives back",
    "/console/users/<user_id>/invite": "sends a mail",
    "/console/users/<user_id>/reset": "sends a mail",
    "/console/users/<user_id>/verify-email": "sends a mail",
    "/console/import/<import_id>/start": "adds, after a page that shows whom",
    "/console/groups/<group_id>/members": "adds",
    "/console/permission-sets/<set_id>/policies/attach": "adds",
    "/console/permission-sets/<set_id>/customer-policies/attach": "adds",
    "/console/permission-sets/<set_id>/boundary": "sets what the form names",
    "/console/permission-sets/<set_id>/tags": "sets what the form names",
    "/console/permission-sets/<set_id>/provision": "brings what was changed",
    "/console/permission-sets/check-policy": "changes nothing",
    "/console/applications/<account_id>/<application_id>/assign": "adds",
    "/console/applications/<account_id>/<application_id>/enable": "gives back",
    "/console/applications/<account_id>/<application_id>/grants/add": "adds",
    "/console/applications/certificates/next": "adds",
    "/console/settings/identity-source/certificates/next": "adds",
    "/console/settings/attributes/enable": "adds",
    "/console/settings/attributes/put": "sets what the form names",
    "/console/settings/regions/add": "adds",
    "/console/settings/identity-source/external/change": "is the button of the page that shows what the change means",
}
"""The forms that are sent to an address without a page of its own, and why nothing is lost by pressing their button."""


@dataclass(frozen=True)
class Asked:
    """A question: where it stands, what its heading says, and a part of what it says follows."""

    at: str
    heading: str
    follows: str


class Stock:
    """An organisation that has one of each thing that can be taken away."""

    def __init__(self, organisation: Organisation, administrator: Administrator) -> None:
        self.organisation = organisation
        self.maria = organisation.user("maria")
        self.group = organisation.group("Engineers", self.maria)
        self.set_arn = organisation.permission_set("Build", "SecurityAudit")
        self.wiki = made(administrator, WIKI)
        organisation.write(self._furnish)

    def _furnish(self, call: Call) -> None:
        organisation, arn = self.organisation, self.organisation.made.instance.arn
        of_set = {"instance_arn": arn, "permission_set_arn": self.set_arn}
        customer_managed_policies.attach(call, **of_set, reference=CustomerManagedPolicyReference("Ship", "/teams/"))
        permissions_boundaries.put(call, **of_set, boundary=POWER)
        policies.put_inline(call, **of_set, document=POLICY)
        tags.put(call, self.set_arn, tags_of([("team & crew", "Harbour")]))
        access_control_attributes.create(call, arn, (AccessControlAttribute("mail", "${user:email}"),))
        self.device_id = devices.add(call, self.maria, DeviceKind.TOTP, "Old phone").device_id
        self.token_id = tokens.create(call, organisation.store_id, "rfc")[1].token_id
        self.membership_id = memberships.get_between(
            call,
            identity_store_id=organisation.store_id,
            group_id=self.group.group_id,
            user_id=self.maria.user_id,
        ).membership_id
        account_id, application_id = self.wiki.split("/")[-2:]
        application = f"arn:aws:sso::{account_id}:application/{organisation.made.instance.instance_id}/{application_id}"
        assignments.create(call, application_arn=application, principal_type="GROUP", principal_id=self.group.group_id)

    def questions(self) -> Iterator[Asked]:
        """Return what can be asked, in an order in which each answer leaves the later things there."""
        user, group = f"/console/users/{self.maria.user_id}", f"/console/groups/{self.group.group_id}"
        permission_set = f"/console/permission-sets/{self.set_arn.rpartition('/')[2]}"
        settings = "/console/settings"
        yield Asked(f"{user}/devices/{self.device_id}/remove", "Remove Old phone of Maria Okonkwo?", "their last one")
        yield Asked(f"{user}/sessions/end", "Sign Maria Okonkwo out everywhere?", "disable them to keep them out")
        yield Asked(f"{user}/disable", "Disable Maria Okonkwo?", "signed out everywhere at once")
        yield Asked(f"{group}/device-grant", "Forbid signing in by a code to Engineers?", "a browser on the same")
        yield Asked(
            f"{self.wiki}/unassign?principal=GROUP:{self.group.group_id}", "Remove Engineers from Wiki?", "Its members"
        )
        yield Asked(f"{self.wiki}/open", "Open Wiki to everybody?", "Everybody in the directory may enter")
        yield Asked(f"{self.wiki}/close", "Let only who is assigned enter Wiki?", "Only who is assigned may")
        yield Asked(f"{self.wiki}/disable", "Disable Wiki?", "Nobody can enter the application")
        for each in (group, user):
            leave = "members" if each == group else "groups"
            at = f"{each}/{leave}/{self.membership_id}/leave"
            yield Asked(at, "Remove Maria Okonkwo from Engineers?", "unless something else opens those")
        yield Asked(f"{group}/delete", "Delete Engineers?", "The people stay")
        yield Asked(
            f"{permission_set}/policies/detach?policy_arn=arn:aws:iam::aws:policy/SecurityAudit",
            "Remove SecurityAudit from Build?",
            "until you bring them the change",
        )
        yield Asked(
            f"{permission_set}/customer-policies/detach?name=Ship&path=/teams/",
            "Remove /teams/Ship from Build?",
            "not allowed any more",
        )
        yield Asked(f"{permission_set}/boundary/remove", "Remove the permissions boundary from Build?", "kept out")
        yield Asked(f"{permission_set}/inline-policy/remove", "Remove the inline policy from Build?", "not allowed")
        yield Asked(
            f"{permission_set}/tags/remove?key=team+%26+crew",
            "Remove the tag team & crew from Build?",
            "decide without it",
        )
        yield Asked(f"{permission_set}/delete", "Delete Build?", "This cannot be undone")
        yield Asked(f"{settings}/attributes/remove?key=mail", "Remove the attribute mail?", "no such tag")
        yield Asked(f"{settings}/attributes/disable", "Switch attributes for access control off?", "is lost")
        yield Asked(f"{settings}/provisioning/{self.token_id}/rotate", f"Replace the token {self.token_id}?", "new one")


@pytest.fixture
def stock(organisation: Organisation, administrator: Administrator) -> Stock:
    """Something of everything."""
    return Stock(organisation, administrator)


def test_each_question_names_the_thing_and_says_what_follows_and_its_button_alone_acts(
    administrator: Administrator, stock: Stock
) -> None:
    for asked in stock.questions():
        if asked.at.startswith(f"/console/users/{stock.maria.user_id}/groups"):
            continue
        assert administrator.get(asked.at).status_code == 200, asked.at
        assert element(administrator.page.text, ".//h1").text_content() == asked.heading
        assert asked.follows in administrator.text(), asked.at
        form = element(administrator.page.text, ".//main//form")
        sent, target = administrator.fields(), str(form.get("action"))
        assert target == asked.at.partition("?")[0]
        for forged in ({**sent, "csrf_token": ""}, {**sent, "csrf_token": "1764000000.00"}):
            assert administrator.post(target, forged).status_code == 403, asked.at
        assert administrator.get(asked.at).status_code == 200, f"{asked.at}: a forged form acted"
        assert administrator.submit({}, at=target).status_code in {200, 303}, asked.at


def test_who_may_not_do_it_is_not_asked(organisation: Organisation, administrator: Administrator, stock: Stock) -> None:
    organisation.reader()
    reader = Administrator(organisation)
    reader.sign_in()
    reader.open_console("Reader")
    for asked in stock.questions():
        assert reader.get(asked.at).status_code == 403, asked.at


def test_a_membership_is_ended_from_the_users_page_too(administrator: Administrator, stock: Stock) -> None:
    page = f"/console/users/{stock.maria.user_id}"
    administrator.get(page)
    leave = administrator.labelled("Remove: Engineers")
    administrator.get(leave)
    assert administrator.link("Maria Okonkwo") == page
    assert administrator.submit({}, at=leave).headers["Location"] == f"{page}?done=left"
    assert administrator.get(leave).status_code == 404
    assert "In no group." in administrator.get(page).text


def test_nobody_is_asked_to_lock_themselves_out(organisation: Organisation, administrator: Administrator) -> None:
    assert administrator.get(f"/console/users/{organisation.made.admin.user_id}/disable").status_code == 400
    assert "You would lock yourself out" in administrator.text()


def test_an_inline_policy_that_is_emptied_is_asked_about(administrator: Administrator, stock: Stock) -> None:
    page = f"/console/permission-sets/{stock.set_arn.rpartition('/')[2]}/inline-policy"
    administrator.get(page)
    assert administrator.submit({"policy": " "}, at=page).headers["Location"] == f"{page}/remove"
    assert "s3:Get*" in administrator.get(page).text


def test_what_is_not_there_is_not_asked_about(administrator: Administrator, stock: Stock) -> None:
    user = f"/console/users/{stock.maria.user_id}"
    permission_set = f"/console/permission-sets/{stock.set_arn.rpartition('/')[2]}"
    for path in (
        f"{user}/sessions/nothing/end",
        f"{user}/groups/nothing/leave",
        f"{user}/devices/nothing/remove",
        f"{permission_set}/policies/detach?policy_arn=nothing",
        f"{stock.wiki}/unassign?principal=ROLE:x",
        "/console/settings/attributes/remove?key=nothing",
        "/console/settings/provisioning/nothing/rotate",
        "/console/applications/certificates/activate",
        "/console/import/nothing/discard",
    ):
        assert administrator.get(path).status_code == 404, path


def test_every_form_of_the_console_has_a_page_that_asks_or_takes_nothing_away(organisation: Organisation) -> None:
    runtime = organisation.runtime
    pages = Pages(brand=app.brand_of(runtime), https=False)
    routes = console.routes(runtime, pages, lambda url: b"")
    shown = {route.rule for route in routes if route.method == "GET"}
    alone = {route.rule for route in routes if route.method == "POST"} - shown
    assert alone == set(ADDS_OR_CHANGES)
