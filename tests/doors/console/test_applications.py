"""Applications in the console: connected in four ways, assigned, previewed, changed, switched off, deleted."""

from collections.abc import Mapping, Sequence
from typing import cast

import pytest
from lxml import html
from werkzeug.datastructures import MultiDict

from gatepost.core.access import policies
from gatepost.core.applications.catalogue import CATALOGUE
from tests import pictures
from tests.doors.api.test_saml_drafts import METADATA
from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.portal.conftest import element

LIST = "/console/applications"
BY_HAND = f"{LIST}/new/saml"
OAUTH = f"{LIST}/new/oauth"
FROM_METADATA = f"{LIST}/new/metadata"
CERTIFICATES = f"{LIST}/certificates"
WIKI = {"name": "Wiki", "entity_id": "https://wiki.example.com/saml", "consumers": "https://wiki.example.com/acs"}
WITH_ADDRESS = {"application_url": "https://tools.example.com"}
NOT_OF_THIS_ACCOUNT = """{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sso:DeleteApplication",
 "Resource": "*", "Condition": {"StringEquals": {"sso:ApplicationAccount": "ACCOUNT"}}},
 {"Effect": "Deny", "Action": "gatepost:ReadSamlMetadata", "Resource": "*"}]}"""


def sent(administrator: Administrator, changes: Mapping[str, str], **rows: Sequence[str]) -> MultiDict[str, str]:
    """Return the page's form as a browser would send it, with what was typed: `rows` are fields that are there several times."""
    form = cast(html.FormElement, element(administrator.page.text, ".//main//form"))
    values: MultiDict[str, str] = MultiDict(form.form_values())
    for name, value in changes.items():
        values[name] = value
    for name, each in rows.items():
        values.setlist(name, list(each))
    return values


def made(administrator: Administrator, changes: Mapping[str, str] = WIKI, at: str = BY_HAND) -> str:
    """Add an application and return where its page is."""
    administrator.get(at)
    answer = administrator.post(at, sent(administrator, changes))
    assert answer.status_code == 303, administrator.text()
    return answer.headers["Location"].partition("?")[0]


def test_an_application_is_added_by_hand_once_with_what_it_is_told(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    organisation.group("Engineers", maria)
    administrator.get(BY_HAND)
    body = sent(
        administrator,
        {**WIKI, "session_minutes": "30", "consumers": "https://wiki.example.com/acs\r\nhttps://wiki.example.com/b 7"},
        attribute_name=["groups", " ", "mail"],
        attribute_value=["${user:groups}", "", "${user:email}"],
        attribute_format=["basic", "basic", "nonsense"],
    )
    page = administrator.post(BY_HAND, body).headers["Location"]
    assert administrator.post(BY_HAND, body).headers["Location"] == page
    page = page.partition("?")[0]
    administrator.get(f"{page}?preview=MARIA")
    assert "Of MARIA it would be told: Namemaria@people.example.com groupsEngineersmailmaria@" in administrator.text()
    assert "https://wiki.example.com/b" in administrator.text()
    assert "http://localhost:8080/saml/idp/metadata" in administrator.text()
    for user_name, said in (("nobody", "Nobody has this user name."), ("admin", "Of admin it would be told")):
        administrator.get(f"{page}?preview={user_name}")
        assert said in administrator.text()
    administrator.get(LIST)
    assert administrator.rows() == ["Wiki"]
    [event] = [each for each in organisation.events("CreateSamlApplication") if "errorCode" not in each]
    assert event["requestParameters"]["name"] == "Wiki"


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": ""}, "name", "The name is missing."),
        ({"name": "x" * 101}, "name", "This may have 100 characters at most, and has 101."),
        ({"entity_id": ""}, "entity_id", "The entity ID is missing."),
        ({"consumers": ""}, "consumers", "The address for answers is missing."),
        ({"session_minutes": "long"}, "session_minutes", "This is a number of minutes."),
        ({"certificates": "secret"}, "certificates", "A certificate begins with -----BEGIN CERTIFICATE-----."),
        ({"name_id_format": "x"}, "name_id_format", "Choose one of these."),
        ({"consumers": "http://wiki.example.com"}, "form", "must be https"),
        ({"session_minutes": "1"}, "form", "A session lasts 5 to 720 minutes."),
        ({"name_id_value": "${user:shoes}"}, "form", "no attribute of a user"),
        ({"encryption_certificate": "x"}, "form", "A certificate must be X.509 in PEM"),
        ({"sign_response": "", "sign_assertion": ""}, "form", "must be signed"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_added(
    administrator: Administrator, values: dict[str, str], field: str, sentence: str
) -> None:
    administrator.get(BY_HAND)
    assert administrator.post(BY_HAND, sent(administrator, {**WIKI, **values})).status_code == 400
    assert sentence in (administrator.text() if field == "form" else administrator.problem(field))
    assert administrator.get(LIST).status_code == 200
    assert "No applications here" in administrator.text()


def test_a_taken_name_and_a_taken_entity_id_are_refused(administrator: Administrator) -> None:
    made(administrator)
    for values, said in (
        ({**WIKI, "entity_id": "other"}, "already exists"),
        ({**WIKI, "name": "B"}, "connected already"),
    ):
        administrator.get(BY_HAND)
        assert administrator.post(BY_HAND, sent(administrator, values)).status_code == 400
        assert said in administrator.text()


def test_metadata_fill_the_form_in(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(FROM_METADATA)
    token = dict(sent(administrator, {}))
    for file in (METADATA.encode(), None):
        answer = administrator.upload(FROM_METADATA, {**token, "xml": "" if file else METADATA}, file)
        assert answer.status_code == 200, administrator.text()
        assert administrator.value("entity_id") == "https://wiki.example.com/saml"
    body = sent(administrator, {"name": "Wiki"})
    assert body["consumers"].splitlines() == ["https://wiki.example.com/b 2", "https://wiki.example.com/a 1"]
    page = administrator.post(BY_HAND, body).headers["Location"].partition("?")[0]
    administrator.get(f"{page}/edit")
    assert sent(administrator, {})["consumers"].splitlines() == body["consumers"].splitlines()
    for wrong, field, said in (
        ({"xml": "<html/>"}, "file", ""),
        ({"xml": ""}, "file", "Choose a file, name an address, or paste the metadata."),
        ({"url": "http://wiki.example.com"}, "url", "https addresses only"),
        ({"url": "https://127.0.0.1/metadata"}, "url", ""),
    ):
        assert administrator.upload(FROM_METADATA, {**token, **wrong}).status_code == 400
        assert said in administrator.problem(field)
    assert administrator.upload(FROM_METADATA, {**token, "xml": "x" * 1_200_000}).status_code in {400, 413}


def test_every_entry_of_the_catalogue_is_added(administrator: Administrator) -> None:
    administrator.get(f"{LIST}/new")
    for number, entry in enumerate(CATALOGUE):
        at = f"{LIST}/new/catalogue/{entry.name}"
        assert administrator.link(f"{entry.display_name}{entry.description}") == at
        page = made(administrator, {f"variable_{each}": f"x{number}.example.com" for each in entry.variables}, at)
        administrator.get(page)
        assert "{" not in administrator.text().replace("${", "")
        administrator.get(f"{LIST}/new")
    assert administrator.get(f"{LIST}/new/catalogue/Nothing").status_code == 404
    grafana = f"{LIST}/new/catalogue/Grafana"
    administrator.get(grafana)
    assert administrator.post(grafana, sent(administrator, {"name": "Other", "variable_domain": ""})).status_code == 400
    assert administrator.problem("variable_domain") == "This is missing."


def test_an_oauth_application_gets_grants_and_new_addresses(
    organisation: Organisation, administrator: Administrator
) -> None:
    administrator.get(OAUTH)
    for wrong, said in (("", "The redirect URI is missing."), ("http://tools.example.com/cb", "redirect URI")):
        assert (
            administrator.post(OAUTH, sent(administrator, {"name": "Tools", "redirect_uris": wrong})).status_code == 400
        )
        assert said.casefold() in administrator.problem("redirect_uris").casefold()
    page = made(administrator, {"name": "Tools", "redirect_uris": "https://tools.example.com/cb"}, OAUTH)
    administrator.get(page)
    assert "It stays signed in refresh tokenYes" in administrator.text()
    administrator.get(f"{page}/edit")
    changes = {
        "redirect_uris": "https://tools.example.com/a\r\nhttps://tools.example.com/b",
        "application_url": "https://tools.example.com",
    }
    assert administrator.post(f"{page}/edit", sent(administrator, changes)).status_code == 303
    administrator.get(page)
    assert "https://tools.example.com/b" in administrator.text()
    administrator.get(f"{page}/edit")
    emptied = sent(administrator, {"redirect_uris": ""})
    assert administrator.post(f"{page}/edit", emptied).status_code == 400
    assert "The last one goes with the grant" in administrator.problem("redirect_uris")
    assert len(organisation.events("PutApplicationGrant")) == 3


def test_people_and_groups_are_assigned_and_taken_off(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    group = organisation.group("Marine", maria)
    page = made(administrator)
    administrator.get(f"{page}?add=mar")
    assert "Marine group" in administrator.text()
    token = administrator.fields(f".//form[@action='{page}/assign']")
    for principal in (f"USER:{maria.user_id}", f"GROUP:{group.group_id}", f"GROUP:{group.group_id}"):
        assert administrator.post(f"{page}/assign", {**token, "principal": principal}).status_code == 303
    administrator.get(page)
    listed = " ".join(administrator.text().split("Marine")[0].split()[-3:]) + administrator.text()
    assert "maria user" in listed
    assert "Marine group" in listed
    assert administrator.post(f"{page}/unassign", {**token, "principal": f"USER:{maria.user_id}"}).status_code == 303
    for wrong in (f"USER:{maria.user_id}", "USER:nobody", "ROLE:x", ""):
        assert administrator.post(f"{page}/unassign", {**token, "principal": wrong}).status_code == 404
    assert administrator.post(f"{page}/open", token).status_code == 303
    assert "Everybody in the directory." in administrator.get(page).text
    assert administrator.post(f"{page}/close", token).status_code == 303
    assert "Nobody so far." not in administrator.get(page).text


def test_an_application_gets_a_logo_that_the_portal_shows(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = made(administrator, {"name": "Tools", "redirect_uris": "https://t.example.com", **WITH_ADDRESS}, OAUTH)
    administrator.get(f"{page}/open")
    administrator.submit({}, at=f"{page}/open")
    administrator.get(page)
    assert administrator.link("Add a logo") == f"{page}/logo"
    administrator.get(f"{page}/logo")
    token = administrator.fields()
    for picture, said in (
        (None, "Choose a picture."),
        (b"<svg/>", "SVG can hold a script, and is not taken."),
        (pictures.png(4000, 1), "at most 2048 pixels a side, and this one has 4000 by 1."),
        (pictures.PNG + bytes(100_000), "A logo has at most 100000 bytes."),
        (pictures.PNG + bytes(300_000), "A logo has at most 100000 bytes."),
    ):
        assert administrator.upload(f"{page}/logo", token, picture, "logo").status_code == 400
        assert said in administrator.problem("logo")
    assert administrator.upload(f"{page}/logo", {**token, "csrf_token": ""}, pictures.PNG, "logo").status_code == 403
    assert organisation.events("PutApplicationLogo") == []
    assert administrator.upload(f"{page}/logo", token, pictures.PNG, "logo").status_code == 303
    assert pictures.uri("png", pictures.PNG) in administrator.get(page).text
    administrator.get("/")
    tile = element(administrator.page.text, ".//ul[@class='tiles']//img")
    assert administrator.get(str(tile.get("src"))).data == pictures.PNG
    administrator.get(f"{page}/logo/remove")
    assert "The portal shows the first letter of its name instead." in administrator.text()
    assert administrator.submit({}, at=f"{page}/logo/remove").status_code == 303
    assert administrator.post(f"{page}/logo/remove", token).status_code == 404
    administrator.get(page)
    assert administrator.link("Add a logo") == f"{page}/logo"


def test_each_candidate_has_a_form_of_their_own(organisation: Organisation, administrator: Administrator) -> None:
    for name in ("maria", "marek"):
        organisation.user(name)
    page = made(administrator)
    administrator.get(f"{page}?add=mar")
    tokens = element(administrator.page.text, ".//main").xpath(
        f".//form[@action='{page}/assign']/input[@name='once']/@value"
    )
    assert len(tokens) == len(set(tokens)) == 2


def test_an_application_is_changed_switched_off_and_deleted(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = made(administrator)
    administrator.get(f"{page}/edit")
    assert administrator.post(f"{page}/edit", sent(administrator, {"name": "", "description": "x"})).status_code == 400
    administrator.get(f"{page}/edit")
    assert administrator.post(f"{page}/edit", sent(administrator, {"name": "Handbook"})).status_code == 303
    administrator.get(f"{page}/disable")
    token = administrator.fields()
    assert administrator.post(f"{page}/disable", token).status_code == 303
    assert "Disabled" in administrator.get(page).text
    assert administrator.post(f"{page}/enable", token).status_code == 303
    administrator.get(f"{page}/delete")
    assert administrator.submit({"name": "Wiki"}, at=f"{page}/delete").status_code == 400
    assert administrator.submit({"name": "Handbook"}, at=f"{page}/delete").status_code == 303
    assert administrator.get(page).status_code == 404
    assert administrator.get(f"{LIST}/{organisation.account_id}/apl-0000000000000000").status_code == 404


def test_certificates_rotate_with_an_overlap(administrator: Administrator) -> None:
    page = made(administrator)
    administrator.get(CERTIFICATES)
    assert "No certificate so far" in administrator.text()
    for step in ("next", "next"):
        assert administrator.submit({}, at=f"{CERTIFICATES}/{step}").status_code == 303
        administrator.get(CERTIFICATES)
    administrator.get(f"{CERTIFICATES}/activate")
    assert "Applications that know no other one refuse everybody" in administrator.text()
    assert administrator.submit({}, at=f"{CERTIFICATES}/activate").status_code == 303
    administrator.get(CERTIFICATES)
    assert "Earlier" in administrator.text()
    assert administrator.submit({}, at=f"{CERTIFICATES}/activate").status_code == 404
    administrator.get(CERTIFICATES)
    delete = administrator.link("Delete")
    assert delete is not None
    administrator.get(delete)
    assert administrator.submit({}, at=delete).status_code == 303
    assert administrator.get(delete).status_code == 404
    assert "BEGIN CERTIFICATE" in administrator.get(page).text


def test_who_only_looks_sees_all_of_it_and_changes_nothing(organisation: Organisation, reader: Administrator) -> None:
    writer = Administrator(organisation)
    writer.sign_in()
    writer.open_console()
    page, client = made(writer), made(writer, {"name": "Tools", "redirect_uris": "https://t.example.com"}, OAUTH)
    for path in (LIST, page, client, CERTIFICATES):
        assert reader.get(path).status_code == 200
        assert "does not allow" in reader.text()
    for path in (
        f"{LIST}/new",
        BY_HAND,
        OAUTH,
        FROM_METADATA,
        f"{page}/logo",
        f"{page}/logo/remove",
        f"{page}/edit",
        f"{client}/edit",
        f"{page}/delete",
    ):
        assert reader.get(path).status_code == 403
    token = reader.fields(".//form")
    body = {**token, **WIKI, "principal": "USER:x", "redirect_uris": "https://t.example.com"}
    acts = ("edit", "enable", "disable", "assign", "unassign", "open", "close", "delete", "logo/remove")
    certificates = [f"{CERTIFICATES}/{step}" for step in ("next", "activate", "x/delete")]
    assert reader.upload(f"{client}/logo", token, pictures.PNG, "logo").status_code == 403
    for path in (BY_HAND, OAUTH, f"{LIST}/new/catalogue/Grafana", *(f"{page}/{act}" for act in acts), *certificates):
        assert reader.post(path, {**body, "name": "Wiki"}).status_code == 403, path


def test_policies_that_name_the_applications_account_hold_here(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = made(administrator)
    limited = organisation.permission_set("Limited", "AdministratorAccess")
    document = NOT_OF_THIS_ACCOUNT.replace("ACCOUNT", organisation.account_id)
    arn = organisation.made.instance.arn
    organisation.write(
        lambda call: policies.put_inline(call, instance_arn=arn, permission_set_arn=limited, document=document)
    )
    organisation.assign(limited, organisation.made.admin.user_id)
    administrator.open_console("Limited")
    administrator.get(page)
    assert administrator.button("Delete").get("disabled") is not None
    assert administrator.post(f"{page}/delete", administrator.fields(".//form") | {"name": "Wiki"}).status_code == 403
    administrator.get(FROM_METADATA)
    refused = administrator.upload(FROM_METADATA, {**dict(sent(administrator, {})), "url": "https://127.0.0.1/"})
    assert refused.status_code == 403
