"""Every page of the console: whole, not wider than the window, sound by axe, and kept as a picture to look at."""

from collections.abc import Callable, Mapping

import pytest

from tests.browser.console.conftest import LOOKING, Office
from tests.servers import axe
from tests.servers.chromium import Window

LISTS = {
    "home": "",
    "users": "/users",
    "users-none": "/users?q=nobody",
    "users-disabled": "/users?status=DISABLED",
    "user-new": "/users/new",
    "groups": "/groups",
    "group-new": "/groups/new",
    "permission-sets": "/permission-sets",
    "permission-set-new": "/permission-sets/new",
    "accounts": "/accounts",
    "assign": "/assign",
    "requests-none": "/requests?ids=x",
    "access": "/access",
    "events": "/events",
    "events-chart": "/events/chart",
    "events-wrong": "/events?first=tomorrow",
    "invitations": "/invitations",
    "import": "/import",
    "absent": "/users/nobody",
}
SETTINGS = {
    "settings": "/settings",
    "settings-look": "/settings/look",
    "settings-second-factors": "/settings/second-factors",
    "settings-passwords": "/settings/passwords",
    "settings-provisioning": "/settings/provisioning",
    "settings-identity-source": "/settings/identity-source",
    "settings-provider-certificates": "/settings/identity-source/certificates",
    "settings-external-provider": "/settings/identity-source/external",
    "settings-sessions": "/settings/sessions",
    "settings-attributes": "/settings/attributes",
    "settings-attributes-disable": "/settings/attributes/disable",
    "settings-regions": "/settings/regions",
}
APPLICATIONS = {
    "application-new": "/applications/new",
    "application-saml": "/applications/new/saml",
    "application-metadata": "/applications/new/metadata",
    "application-oauth": "/applications/new/oauth",
    "application-catalogue": "/applications/new/catalogue/ExternalAWSAccount",
    "certificates": "/applications/certificates",
    "applications": "/applications",
    "issuer-new": "/applications/issuers/new",
}

in_each_window = pytest.mark.parametrize(
    ("device", "colours"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")]
)


def look(office: Office, window: Window, paths: Mapping[str, str]) -> None:
    """Open each page, keep a picture, and have nothing to find fault with: axe sees each in both sizes and both colours."""
    is_for_axe = (window.device, window.colours) in {("desktop", "light"), ("phone", "dark")}
    wrong = []
    for name, path in paths.items():
        office.go(window.page, path)
        window.screenshot(f"console-{name}")
        if window.overflows():
            wrong.append(f"{name} is wider than the window")
        if is_for_axe:
            wrong.extend(f"{name}: {each}" for each in axe.violations(window.page))
    assert not wrong


@in_each_window
def test_every_list_and_form(office: Office, seated: Callable[..., Window], device: str, colours: str) -> None:
    look(office, seated(device, colours), LISTS)


@in_each_window
def test_every_page_of_the_settings(office: Office, seated: Callable[..., Window], device: str, colours: str) -> None:
    look(office, seated(device, colours), SETTINGS)


@in_each_window
def test_every_page_of_applications(office: Office, seated: Callable[..., Window], device: str, colours: str) -> None:
    window = seated(device, colours)
    application = office.connect(window.page, office.company.name("Charts"))
    of_one = {
        "application": f"{application}?add=a&preview={office.person.user_name}",
        "application-edit": f"{application}/edit",
        "application-delete": f"{application}/delete",
        "application-logo": f"{application}/logo",
    }
    look(office, window, APPLICATIONS | of_one)


@in_each_window
def test_every_page_of_something(office: Office, seated: Callable[..., Window], device: str, colours: str) -> None:
    user, group = f"/users/{office.person.user_id}", f"/groups/{office.group_id}"
    permission_set = f"/permission-sets/{office.set_id}"
    pages_of_something = {
        "user": user,
        "user-edit": f"{user}/edit",
        "user-delete": f"{user}/delete",
        "question": f"{user}/sessions/end",
        "group": f"{group}?add=a",
        "group-delete": f"{group}/delete",
        "permission-set": permission_set,
        "permission-set-edit": f"{permission_set}/edit",
        "inline-policy": f"{permission_set}/inline-policy",
        "permission-set-delete": f"{permission_set}/delete",
        "access-of-user": f"/access/users/{office.person.user_id}",
        "access-to-account": f"/access/accounts/{office.company.account_id}",
        "account": f"/accounts/{office.company.account_id}",
        "assignment-remove": f"/assignments/remove?principal=USER:{office.person.user_id}"
        f"&account={office.company.account_id}&set={office.set_id}",
    }
    look(office, seated(device, colours), pages_of_something)


def test_a_role_that_only_looks_sees_why(office: Office, seated: Callable[..., Window]) -> None:
    window = seated(role=LOOKING)
    for name, path in {"user": f"/users/{office.person.user_id}", "user-new": "/users/new"}.items():
        office.go(window.page, path)
        window.screenshot(f"console-denied-{name}")
        assert not axe.violations(window.page)
    assert "does not allow" in window.page.get_by_role("main").inner_text()
