"""The identity source in the console: brought by metadata, looked at, changed, and set back."""

import re

import pytest

from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.console.test_applications import sent
from tests.doors.portal.conftest import Browser
from tests.doors.saml.partners import key_pair

PAGE = "/console/settings/identity-source"
EXTERNAL = f"{PAGE}/external"
METADATA = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/metadata">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">
<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate>
</ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService
 Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso"/>
</md:IDPSSODescriptor></md:EntityDescriptor>"""


def metadata() -> str:
    lines = key_pair("provider").certificate.splitlines()
    return METADATA.format(certificate="".join(line for line in lines if not line.startswith("-")))


def look(administrator: Administrator, **changes: str) -> int:
    """Send the form and return its answer's status."""
    administrator.get(EXTERNAL)
    typed = {"name": "Example", "xml": metadata(), "emergency": "admin", "names": "ADMIN nadia", **changes}
    return administrator.upload(EXTERNAL, dict(sent(administrator, typed))).status_code


def test_a_provider_is_looked_at_taken_and_left_again(organisation: Organisation, administrator: Administrator) -> None:
    assert "People sign in here" in administrator.get(PAGE).text
    assert look(administrator) == 200
    for said in ("https://idp.example.com/sso", "Found here: ADMIN.", "cannot sign in: nadia", "All 1 users"):
        assert said in administrator.text()
    assert organisation.events("ChangeIdentitySource") == []
    changed = administrator.post(f"{EXTERNAL}/change", sent(administrator, {}))
    assert changed.headers["Location"] == f"{PAGE}?done=source-changed"
    administrator.get(PAGE)
    assert "People sign in through Example" in administrator.text()
    assert administrator.link("admin") is not None
    assert "Continue with Example" in Browser(organisation).get("/sign-in").text
    for step, said in (
        ("built-in", "People sign in here"),
        ("undo", "through Example"),
        ("undo", "People sign in here"),
    ):
        administrator.get(f"{PAGE}/{step}")
        assert administrator.submit({}, at=f"{PAGE}/{step}").status_code == 303
        assert said in re.sub(r"<[^>]+>", "", administrator.get(PAGE).text)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": ""}, "name", "The name is missing."),
        ({"xml": ""}, "file", "Choose a file, name an address, or paste the metadata."),
        ({"xml": "<html/>"}, "file", ""),
        ({"xml": "", "url": "http://idp.example.com"}, "url", "https addresses only"),
        ({"emergency": ""}, "emergency", "Name 1 to 10 users, by their user names."),
        ({"emergency": "nobody"}, "emergency", "Nobody has the user name nobody."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    organisation: Organisation, administrator: Administrator, values: dict[str, str], field: str, sentence: str
) -> None:
    assert look(administrator, **values) == 400
    assert sentence in administrator.problem(field)
    assert organisation.events("ChangeIdentitySource") == []


def test_a_disabled_person_is_no_way_in(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    administrator.get(f"/console/users/{maria.user_id}")
    administrator.submit({}, at=f"/console/users/{maria.user_id}/disable")
    assert look(administrator, emergency="maria") == 400
    assert "is not there, or is disabled" in administrator.text()
    assert look(administrator) == 200
    bad = sent(administrator, {"sign_on_url": "javascript:alert(1)"})
    assert administrator.post(f"{EXTERNAL}/change", bad).status_code == 409


def test_who_only_looks_changes_nothing(organisation: Organisation, reader: Administrator) -> None:
    assert reader.get(PAGE).status_code == 200
    assert "does not allow gatepost:ChangeIdentitySource" in reader.text()
    token = reader.fields(".//form")
    for path in (EXTERNAL, f"{PAGE}/built-in", f"{PAGE}/undo"):
        assert reader.get(path).status_code == 403
    for path in (f"{EXTERNAL}/change", f"{PAGE}/built-in", f"{PAGE}/undo"):
        assert reader.post(path, token).status_code == 403
    assert reader.upload(EXTERNAL, token).status_code == 403


def test_there_is_nothing_to_undo_at_first(administrator: Administrator) -> None:
    assert administrator.get(f"{PAGE}/undo").status_code == 404
    assert administrator.post(f"{PAGE}/undo", administrator.fields(".//form")).status_code == 409
