"""An application as a client of OAuth 2.0 in the console: its grants and scopes, and the issuers whose tokens it may bring."""

import pytest

from gatepost.core.applications import access_scopes, grants, trusted_token_issuers
from gatepost.core.applications.model import GRANT_TYPES, JwtBearerGrant, TrustedTokenIssuer
from gatepost.core.call import Call
from gatepost.kit.paging import PageRequest
from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.console.test_applications import OAUTH, made

ISSUERS = "/console/applications/issuers"
TOOLS = {"name": "Tools", "redirect_uris": "https://tools.example.com/cb"}
LOGIN = {"name": "Login", "url": "https://login.example.com", "claim": "email", "attribute": "emails.value"}
EVERYTHING = PageRequest(100)


def arn_of(organisation: Organisation, page: str) -> str:
    account_id, application_id = page.split("/")[-2:]
    return f"arn:aws:sso::{account_id}:application/{organisation.made.instance.instance_id}/{application_id}"


def grant_types(organisation: Organisation, page: str) -> set[str]:
    arn = arn_of(organisation, page)
    found = organisation.write(lambda call: grants.list_of_application(call, arn, EVERYTHING).items)
    return {GRANT_TYPES[type(each)].rpartition(":")[2] for each in found}


def issuer(administrator: Administrator, organisation: Organisation, **values: str) -> TrustedTokenIssuer:
    """Add an issuer by the form and return it."""
    typed = {**LOGIN, **values}
    administrator.get(f"{ISSUERS}/new")
    assert administrator.submit(typed, at=f"{ISSUERS}/new").status_code == 303, administrator.text()
    instance_arn = organisation.made.instance.arn

    def find(call: Call) -> TrustedTokenIssuer:
        found = trusted_token_issuers.list_of_instance(call, instance_arn, EVERYTHING).items
        return next(each for each in found if each.name == typed["name"])

    return organisation.write(find)


def submit(administrator: Administrator, link: str, target: str, **typed: str) -> int:
    """Open a page, fill in its form and send it; return the answer's status."""
    assert administrator.get(link).status_code == 200, administrator.text()
    return administrator.submit(typed, at=target).status_code


def test_grants_are_given_and_taken(organisation: Organisation, administrator: Administrator) -> None:
    page = made(administrator, TOOLS, OAUTH)
    assert grant_types(organisation, page) == {"authorization_code", "refresh_token"}
    administrator.get(page)
    add = f"{page}/grants/add"
    assert administrator.submit({}, at=add, form=f".//form[@action='{add}']").status_code == 303
    assert grant_types(organisation, page) == {"authorization_code", "refresh_token", "token-exchange"}
    for name, words, gone in (
        ("token exchange", "Take token exchange from Tools?", "token-exchange"),
        ("refresh token", "Take refresh tokens from Tools?", "refresh_token"),
        ("authorization code", "its redirect URIs are lost", "authorization_code"),
    ):
        administrator.get(page)
        assert submit(administrator, administrator.labelled(f"Remove: {name}"), f"{page}/grants/remove") == 303
        assert words in administrator.get(f"{page}/grants/remove?grant_type={full(gone)}").text
        assert gone not in grant_types(organisation, page)
    assert "No: it has no redirect URI." in administrator.get(page).text
    assert submit(administrator, f"{page}/grants/remove?grant_type=refresh_token", f"{page}/grants/remove") == 404
    token = administrator.fields(".//form")
    for grant_type in ("authorization_code", "password", ""):
        assert administrator.post(add, {**token, "grant_type": grant_type}).status_code == 404
    assert administrator.get(f"{page}/grants/remove?grant_type=password").status_code == 404


def full(grant_type: str) -> str:
    return next(each for each in GRANT_TYPES.values() if each.endswith(grant_type))


def test_scopes_are_added_changed_and_removed(organisation: Organisation, administrator: Administrator) -> None:
    page = made(administrator, TOOLS, OAUTH)
    arn, instance_arn = arn_of(organisation, page), organisation.made.instance.arn
    form = f"{page}/scope"
    assert submit(administrator, form, form, scope="files:read") == 303
    administrator.get(page)
    edit = administrator.labelled("Edit: files:read")
    administrator.get(edit)
    token = administrator.fields()
    assert administrator.post(form, {**token, "targets": f"{instance_arn}\r\n{arn}"}).status_code == 303
    scope = organisation.write(lambda call: access_scopes.get(call, arn, "files:read"))
    assert sorted(scope.targets or ()) == sorted((instance_arn, arn))
    assert instance_arn in administrator.get(edit).text
    for values, field, said in (
        ({"scope": ""}, "scope", "letters, digits and _"),
        ({"scope": "a b"}, "scope", "letters, digits and _"),
        ({"scope": "a:b:c:d"}, "scope", "letters, digits and _"),
        ({"scope": "a", "targets": "\n".join(f"arn{n}" for n in range(11))}, "targets", "at most 10 ARNs"),
        ({"scope": "a", "targets": "x" * 101}, "targets", "at most 10 ARNs"),
        ({"scope": "a", "targets": "arn:aws:s3:::bucket"}, "targets", ""),
    ):
        assert submit(administrator, form, form, **values) == 400
        assert said in administrator.problem(field)
    administrator.get(page)
    assert submit(administrator, administrator.labelled("Remove: files:read"), f"{form}/remove") == 303
    assert administrator.get(edit).status_code == 404
    assert administrator.post(f"{form}/remove", token).status_code == 404
    assert "None so far." in administrator.get(page).text
    for event in ("PutApplicationAccessScope", "DeleteApplicationAccessScope"):
        assert {each["requestParameters"]["scope"] for each in organisation.events(event)} >= {"files:read"}


def test_an_application_has_twenty_five_scopes_at_most(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = made(administrator, TOOLS, OAUTH)
    form = f"{page}/scope"
    administrator.get(form)
    token = administrator.fields()
    answers = [administrator.post(form, {**token, "scope": f"s{number}"}).status_code for number in range(26)]
    assert answers == [303] * 25 + [400]
    assert "at most 25 access scopes" in administrator.text()


def test_issuers_are_added_once_changed_and_deleted(organisation: Organisation, administrator: Administrator) -> None:
    assert "No trusted token issuer so far" in administrator.get(ISSUERS).text
    administrator.get(f"{ISSUERS}/new")
    body = {**administrator.fields(), **LOGIN}
    for _ in range(2):
        assert administrator.post(f"{ISSUERS}/new", body).headers["Location"] == f"{ISSUERS}?done=issuer-added"
    administrator.get(ISSUERS)
    assert administrator.rows() == ["Login"]
    page = administrator.link("Login")
    assert page is not None
    assert submit(administrator, page, page, name="Sign-on", claim="upn", attribute="userName") == 303
    administrator.get(ISSUERS)
    assert "Sign-onhttps://login.example.comupnuserName" in administrator.text().replace(" ", "")
    assert administrator.get(f"{page}/delete").status_code == 200
    assert "https://login.example.com" in administrator.text()
    assert administrator.submit({}, at=f"{page}/delete").headers["Location"] == f"{ISSUERS}?done=issuer-deleted"
    for path in (page, f"{page}/delete"):
        assert administrator.get(path).status_code == 404
    made_events = organisation.events("CreateTrustedTokenIssuer")
    assert [each["requestParameters"]["name"] for each in made_events] == ["Login"]


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"name": ""}, "name", "The name is missing."),
        ({"name": "two words"}, "name", "no blanks"),
        ({"url": "ftp://login.example.com"}, "url", "no address of an issuer"),
        ({"url": "javascript:alert(1)"}, "url", "no address of an issuer"),
        ({"url": "https://login.example.com/?q=<x>"}, "url", "no address of an issuer"),
        ({"url": "https://x" + "x" * 300}, "url", "255 characters at most"),
        ({"claim": "a.b.c.d"}, "claim", "a claim of letters"),
        ({"claim": "1"}, "claim", "a claim of letters"),
        ({"attribute": ""}, "attribute", "The attribute is missing."),
        ({"attribute": "emails[0]"}, "attribute", "an attribute of a user"),
    ],
)
def test_what_is_wrong_of_an_issuer_is_said_at_the_field(
    administrator: Administrator, values: dict[str, str], field: str, said: str
) -> None:
    administrator.get(f"{ISSUERS}/new")
    assert administrator.submit({**LOGIN, **values}, at=f"{ISSUERS}/new").status_code == 400
    assert said in administrator.problem(field)
    assert "No trusted token issuer so far" in administrator.get(ISSUERS).text


def test_a_name_is_taken_once(organisation: Organisation, administrator: Administrator) -> None:
    issuer(administrator, organisation)
    administrator.get(f"{ISSUERS}/new")
    assert administrator.submit(LOGIN, at=f"{ISSUERS}/new").status_code == 400
    assert "already exists" in administrator.text()


def test_an_application_is_told_whose_tokens_it_may_bring(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = made(administrator, TOOLS, OAUTH)
    arn, form = arn_of(organisation, page), f"{page}/trusted"
    assert "No trusted token issuer so far" in administrator.get(form).text
    login, other = issuer(administrator, organisation), issuer(administrator, organisation, name="Other")
    assert submit(administrator, form, form, issuer=login.arn, audiences="tools\r\ntools2") == 303
    assert submit(administrator, form, form, issuer=other.arn) == 303
    administrator.get(page)
    assert "Login meant for tools, tools2" in administrator.text()
    assert "Other whoever they are meant for" in administrator.text()
    edit = administrator.labelled("Edit: Login")
    assert "tools2" in administrator.get(edit).text
    assert administrator.submit({"issuer": login.arn, "audiences": "tools3"}, at=form).status_code == 303
    held = organisation.write(lambda call: grants.get(call, arn, GRANT_TYPES[JwtBearerGrant]))
    assert isinstance(held, JwtBearerGrant)
    assert {each.trusted_token_issuer_arn: each.audiences for each in held.issuers} == {
        login.arn: ("tools3",),
        other.arn: None,
    }
    for values, field, said in (
        ({"issuer": ""}, "issuer", "Choose an issuer."),
        ({"issuer": login.arn[:-1] + "0"}, "issuer", "Could not find TrustedTokenIssuer"),
        ({"issuer": login.arn, "audiences": " ".join(f"a{n}" for n in range(11))}, "audiences", "at most 10"),
        ({"issuer": login.arn, "audiences": "x" * 513}, "audiences", "at most 10"),
    ):
        assert submit(administrator, form, form, **values) == 400
        assert said in administrator.problem(field)
    organisation.write(lambda call: trusted_token_issuers.delete(call, other.arn))
    administrator.get(page)
    gone = administrator.labelled("Remove: an issuer that is deleted")
    assert submit(administrator, gone, f"{form}/remove") == 303
    assert administrator.get(gone).status_code == 404
    administrator.get(page)
    assert submit(administrator, administrator.labelled("Remove: Login"), f"{form}/remove") == 303
    assert "jwt-bearer" not in grant_types(organisation, page)
    assert len(organisation.events("DeleteApplicationGrant")) == 1


def test_who_only_looks_sees_it_and_changes_nothing(organisation: Organisation, reader: Administrator) -> None:
    writer = Administrator(organisation)
    writer.sign_in()
    writer.open_console()
    page = made(writer, TOOLS, OAUTH)
    login = issuer(writer, organisation)
    submit(writer, f"{page}/trusted", f"{page}/trusted", issuer=login.arn)
    submit(writer, f"{page}/scope", f"{page}/scope", scope="files:read")
    reader.get(page)
    for said in ("Login", "files:read", "https://tools.example.com/cb", "does not allow sso:PutApplicationGrant"):
        assert said in reader.text()
    of_issuer = f"{ISSUERS}/{login.account_id}/{login.issuer_id}"
    for path in (ISSUERS, of_issuer):
        assert reader.get(path).status_code == 200
    token = reader.fields(".//form")
    body = {**token, **LOGIN, "scope": "a", "issuer": login.arn, "grant_type": "refresh_token"}
    for path in (f"{page}/trusted", f"{page}/scope", f"{ISSUERS}/new", f"{of_issuer}/delete"):
        assert reader.get(path).status_code == 403, path
        assert reader.post(path, body).status_code == 403, path
    for path in (f"{page}/trusted/remove?issuer={login.arn}", f"{page}/scope/remove?scope=files:read"):
        assert reader.get(path).status_code == 403, path
        assert reader.post(path, body).status_code == 403, path
    for path in (f"{page}/grants/add", f"{page}/grants/remove", of_issuer):
        assert reader.post(path, body).status_code == 403, path
