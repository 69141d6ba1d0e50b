"""The organisation's own name, colour and logo, set by a program and seen on the pages and in mails."""

from typing import Any

import pytest
from lxml import html

from tests.doors.api.programs import Program
from tests.doors.portal.conftest import Browser, Installation
from tests.pictures import JPEG, PNG, WEBP_LOSSY, png
from tests.pictures import uri as data

BRANDING = "/branding"
LOGO = data("png", PNG)
NOTHING = {"organisation_name": None, "accent_colour": None, "logo": None}


def test_what_is_named_changes_and_the_rest_stays(gatepost: Installation, administrator: Program) -> None:
    assert administrator.get(BRANDING).json == NOTHING
    changed = administrator.send("PATCH", BRANDING, {"organisation_name": "Alder & Rowe", "logo": LOGO})
    assert (
        changed.json
        == administrator.get(BRANDING).json
        == {**NOTHING, "organisation_name": "Alder & Rowe", "logo": LOGO}
    )
    assert administrator.send("PATCH", BRANDING, {"logo": None}).json == {
        **NOTHING,
        "organisation_name": "Alder & Rowe",
    }
    first, second = gatepost.events("UpdateBranding")
    assert sorted([first["requestParameters"], second["requestParameters"]], key=len) == [
        {"logo": None},
        {"organisation_name": "Alder & Rowe", "logo": "…"},
    ]


def test_pages_and_mails_show_it_within_a_second(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    plain = browser.get("/sign-in").text
    assert "/brand/" not in plain
    administrator.send(
        "PATCH", BRANDING, {"organisation_name": "Alder <b> Rowe", "accent_colour": "#ffee00", "logo": LOGO}
    )
    gatepost.clock.advance(seconds=1)
    page = html.fromstring(browser.get("/sign-in").text)
    assert page.xpath("string(//title)").endswith(" · Alder <b> Rowe")
    [style] = page.xpath("//link[contains(@href, '/brand/')]/@href")
    [logo] = page.xpath("//img[@class='brand-mark']/@src")
    colours = browser.get(style)
    assert colours.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "--gp-accent: light-dark(#" in colours.text
    picture = browser.get(logo)
    assert (picture.data, picture.headers["Content-Type"]) == (PNG, "image/png")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in picture.headers["Cache-Control"]
    assert browser.get("/brand/0000/logo").headers["Cache-Control"] == "no-cache"
    browser.get("/forgot-password")
    browser.submit({"user_name": "admin"}, at="/forgot-password")
    gatepost.work()
    [mail] = gatepost.mails()
    assert str(mail["Subject"]) == "Choose a new password for Alder <b> Rowe"
    shown = mail.get_body(["html"])
    assert shown is not None
    assert "Alder &lt;b&gt; Rowe" in shown.get_content()
    assert "background:#0c6350" not in shown.get_content()


def test_the_portal_can_be_installed(gatepost: Installation, browser: Browser) -> None:
    [address] = html.fromstring(browser.get("/sign-in").text).xpath("//link[@rel='manifest']/@href")
    manifest = browser.get(address)
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    members: dict[str, Any] = manifest.get_json()
    assert (members["start_url"], members["display"], members["name"]) == ("/", "standalone", "Gatepost")
    for icon in members["icons"]:
        picture = browser.get(icon["src"])
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.data.startswith(b"\x89PNG")
    # A page that was made just before still asks for it.
    without = browser.get("/brand/any/logo")
    assert without.headers["Cache-Control"] == "no-cache"
    assert browser.get(without.headers["Location"]).headers["Content-Type"].startswith("image/svg+xml")


@pytest.mark.parametrize(
    "body",
    [
        {"organisation_name": ""},
        {"organisation_name": "x" * 65},
        {"organisation_name": "two\nlines"},
        {"organisation_name": " blank"},
        {"accent_colour": "red"},
        {"accent_colour": "#FFEE00"},
        {"accent_colour": "#ffee00;}body{display:none"},
        {"logo": "https://evil.example/logo.png"},
        {"logo": data("svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")},
        {"logo": data("png", b"<svg onload='alert(1)'>")},
        {"logo": data("jpeg", PNG)},
        {"logo": data("webp", b"RIFF\x00\x00\x00\x00AVI ")},
        {"logo": data("png", png(4096, 1))},
        {"logo": "data:image/png;base64,@@@"},
        {"logo": data("png", PNG + b"\x00" * 100_000)},
        {"logo": "x" * 200_000},
        {"colour": "#000000"},
        {},
    ],
)
def test_what_is_not_right_changes_nothing(administrator: Program, body: dict[str, Any]) -> None:
    answer = administrator.send("PATCH", BRANDING, body)
    assert answer.status_code == 400 or not body
    assert administrator.get(BRANDING).json == NOTHING


@pytest.mark.parametrize("kind", [("jpeg", JPEG), ("webp", WEBP_LOSSY)])
def test_other_kinds_of_pictures_are_taken(administrator: Program, kind: tuple[str, bytes]) -> None:
    assert administrator.send("PATCH", BRANDING, {"logo": data(*kind)}).status_code == 200


def test_only_who_may_changes_it(reader: Program) -> None:
    assert reader.send("PATCH", BRANDING, {"organisation_name": "Mine"}).status_code == 403
