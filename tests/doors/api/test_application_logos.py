"""The logo of an application by the API, and in the portal of whom the application is open to."""

from gatepost.core.applications import applications, assignments, providers
from gatepost.core.applications.model import Application, PortalOptions, SignInOptions
from gatepost.core.call import Call
from tests import pictures
from tests.doors.api.programs import Program
from tests.doors.api.test_saml import WIKI
from tests.doors.portal.conftest import Browser, Installation, element

LOGO = pictures.uri("png", pictures.PNG)


def client(gatepost: Installation) -> Application:
    """Return a client of OAuth 2.0 that the portal shows to everybody."""

    def make(call: Call) -> Application:
        made = applications.create(
            call,
            gatepost.made.instance,
            provider_arn=providers.CUSTOM.arn,
            name="Tools",
            portal=PortalOptions("ENABLED", SignInOptions("APPLICATION", "https://tools.example.com")),
        )
        assignments.require(call, made.arn, required=False)
        return made

    return gatepost.write(make)


def tile(browser: Browser) -> str | None:
    """Return where the picture of the portal's one tile is; None where it has the first letter of a name."""
    found = element(browser.get("/").text, ".//ul[@class='tiles']").find(".//img")
    return None if found is None else str(found.get("src"))


def test_it_is_given_shown_replaced_and_taken_away(
    gatepost: Installation, administrator: Program, browser: Browser
) -> None:
    path = f"/applications/{client(gatepost).application_id}/logo"
    assert administrator.get(path).status_code == 404
    assert administrator.delete(path).status_code == 404
    put = administrator.send("PUT", path, {"logo": LOGO})
    assert put.json == administrator.get(path).json
    assert put.json is not None
    assert put.json["logo"] == LOGO
    browser.sign_in()
    first = tile(browser)
    assert first is not None
    shown = browser.get(first)
    assert (shown.data, shown.headers["Content-Type"]) == (pictures.PNG, "image/png")
    assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"

    gatepost.clock.advance(minutes=1)
    assert administrator.send("PUT", path, {"logo": pictures.uri("jpeg", pictures.JPEG)}).status_code == 200
    second = tile(browser)
    assert second is not None
    assert second != first
    assert browser.get(second).data == pictures.JPEG
    assert browser.get(first).headers["Cache-Control"] == "no-store"
    assert gatepost.browser().get(second).status_code == 404

    assert administrator.delete(path).status_code == 204
    assert tile(browser) is None
    assert browser.get(second).status_code == 404
    [event, _] = gatepost.events("PutApplicationLogo")
    assert event["requestParameters"]["logo"] == "…"


def test_a_saml_application_has_one_logo_whichever_way_it_comes(administrator: Program) -> None:
    made = administrator.post("/saml-applications", {**WIKI, "logo": LOGO}).json
    assert made is not None
    assert made["logo"] == LOGO
    path, of_saml = f"/applications/{made['application_id']}/logo", f"/saml-applications/{made['application_id']}"
    first = administrator.get(path).json
    assert first is not None
    assert first["logo"] == LOGO
    kept = administrator.send("PUT", of_saml, {**WIKI, "name": "Wiki 2", "logo": LOGO}).json
    assert kept is not None
    assert (kept["logo"], administrator.get(path).json) == (LOGO, first)
    other = pictures.uri("webp", pictures.WEBP_LOSSLESS)
    administrator.send("PUT", path, {"logo": other})
    listed = administrator.get("/saml-applications").json
    assert listed is not None
    assert [each["logo"] for each in listed["applications"]] == [other]
    without = administrator.send("PUT", of_saml, WIKI).json
    assert without is not None
    assert without["logo"] is None
    assert administrator.get(path).status_code == 404


def test_what_is_no_picture_or_no_application_is_refused(
    gatepost: Installation, administrator: Program, reader: Program
) -> None:
    path = f"/applications/{client(gatepost).application_id}/logo"
    for wrong in (pictures.uri("svg+xml", b"<svg/>"), pictures.uri("png", b"<svg/>"), "x" * 200_000, ""):
        assert administrator.send("PUT", path, {"logo": wrong}).status_code == 400
    assert administrator.send("PUT", path, {}).status_code == 400
    assert administrator.get(path).status_code == 404
    absent = "/applications/apl-0000000000000000/logo"
    assert administrator.send("PUT", absent, {"logo": LOGO}).status_code == 404
    assert reader.send("PUT", path, {"logo": LOGO}).status_code == 403
    assert reader.delete(path).status_code == 403
    assert reader.get(path).status_code == 404
