"""Access tokens of identity providers in the console: made, shown once, replaced, deleted."""

from tests.doors.console.conftest import Administrator, Organisation
from tests.doors.portal.conftest import element
from tests.kit import FakeClock

PAGE = "/console/settings/provisioning"


def shown(administrator: Administrator) -> tuple[str, str]:
    """Return address and token as the page that shows them once has them."""
    texts = [str(each.text) for each in element(administrator.page.text, ".//main").iterfind(".//pre")]
    return texts[0], texts[1]


def is_taken(organisation: Organisation, url: str, token: str) -> bool:
    """Say whether the SCIM door lets a token in."""
    client = Administrator(organisation)
    path = url.removeprefix(organisation.runtime.settings.public_url)
    return client.get(f"{path}/Users", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def make(administrator: Administrator, profile: str = "rfc") -> tuple[str, str]:
    administrator.get(PAGE)
    assert administrator.submit({"profile": profile}, at=PAGE, form=f".//form[@action='{PAGE}']").status_code == 200
    return shown(administrator)


def act(administrator: Administrator, verb: str) -> str:
    """Return where is asked before the first token of the list is replaced or deleted."""
    page = element(administrator.get(PAGE).text, ".//main")
    places = [str(each) for each in page.xpath(".//a/@href")]
    return next(each for each in places if each.endswith(f"/{verb}"))


def test_a_token_is_shown_once_and_works(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(PAGE)
    body = administrator.fields(f".//form[@action='{PAGE}']")
    made = administrator.post(PAGE, {**body, "profile": "aws"})
    url, token = shown(administrator)
    assert made.headers["Cache-Control"] == "no-store"
    assert is_taken(organisation, url, token)
    again = administrator.post(PAGE, {**body, "profile": "aws"})
    assert again.status_code == 409
    assert "was shown already, once" in administrator.text()
    assert token not in administrator.get(PAGE).text
    assert token not in str(organisation.events("CreateBearerToken"))


def test_there_are_two_at_most_and_one_is_replaced_or_deleted(
    organisation: Organisation, administrator: Administrator, clock: FakeClock
) -> None:
    url, first = make(administrator)
    clock.advance(minutes=1)
    make(administrator)
    assert "Delete one to make another" in administrator.get(PAGE).text
    refused = administrator.submit({"profile": "rfc"}, at=PAGE, form=".//form")
    assert refused.status_code == 409
    rotate = act(administrator, "rotate")
    administrator.get(rotate)
    assert administrator.submit({}, at=rotate).status_code == 200
    _, replaced = shown(administrator)
    assert not is_taken(organisation, url, first)
    assert is_taken(organisation, url, replaced)
    for _ in range(2):
        delete = act(administrator, "delete")
        administrator.get(delete)
        assert administrator.submit({}, at=delete).status_code == 303
    assert "No token so far" in administrator.get(PAGE).text
    assert not is_taken(organisation, url, replaced)
    assert administrator.get(delete).status_code == 404


def test_who_only_looks_makes_none(reader: Administrator) -> None:
    assert reader.get(PAGE).status_code == 200
    assert "does not allow gatepost:CreateBearerToken" in reader.text()
    token = reader.fields(".//form")
    for path in (PAGE, f"{PAGE}/x/rotate", f"{PAGE}/x/delete"):
        assert reader.post(path, token).status_code == 403
