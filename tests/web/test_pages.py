"""Every page of the gallery, as HTML: no inline code, nothing unescaped, nothing undocumented."""

import re
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from jinja2 import UndefinedError, meta, nodes
from lxml import etree, html
from lxml.html import HtmlElement

from gatepost.doors.portal.finding import MOST_ROLES
from gatepost.web.brand import Brand
from gatepost.web.languages import LANGUAGES, Language
from gatepost.web.moments import Moments
from gatepost.web.pages import Pages, environment
from gatepost.web.static import StaticFiles
from tests.web.gallery import ORGANISATION, SAMPLES, role

STATIC = StaticFiles.of_package()
PAGES = Pages(brand=lambda: Brand(ORGANISATION), https=True)
ENVIRONMENT = environment()
TEMPLATES = sorted(entry.name for entry in (files("gatepost.web") / "templates").iterdir() if entry.is_file())
OF_EVERY_PAGE = {
    "static",
    "_",
    "gettext",
    "ngettext",
    "language",
    "languages",
    "come_back_to",
    "brand",
    "accent_colour",
}
MAILS = sorted(f"mail/{entry.name}" for entry in (files("gatepost.web") / "templates/mail").iterdir())


def page(sample: str, language: Language = LANGUAGES[0]) -> HtmlElement:
    template, context = SAMPLES[sample]
    return html.document_fromstring(PAGES.render(template, language=language, **context).get_data(as_text=True))


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_page_has_inline_code(sample: str) -> None:
    document = page(sample)
    assert not document.xpath("//style | //script[not(@src) and not(@type='application/json')] | //*[@style]")
    assert not document.xpath("//@*[starts-with(name(), 'on')]")
    assert not document.xpath("//@*[starts-with(normalize-space(.), 'javascript:')]")


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_loads_from_this_host_only(sample: str) -> None:
    loaded = page(sample).xpath("//@src | //link/@href | //*[local-name() = 'use']/@href")
    assert loaded
    assert all(url.startswith((f"/static/{STATIC.fingerprint}/", "data:image/", "/manifest.")) for url in loaded)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_has_a_title_one_heading_a_language_and_a_main_part(sample: str) -> None:
    document = page(sample)
    assert document.get("lang") == "en"
    assert all(page(sample, language).get("lang") == language.tag for language in LANGUAGES)
    assert document.xpath("string(//title)").endswith(f" · {ORGANISATION}")
    assert len(document.xpath("//h1")) == 1
    assert len(document.xpath("//main")) == 1


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_form_that_posts_carries_its_token_and_every_id_is_there_once(sample: str) -> None:
    document = page(sample)
    assert all(form.get("method") == "post" for form in document.xpath("//form[not(@role='search')]"))
    # Two have none: one goes to somebody else, who must not learn it, and a language lets nobody in.
    forms = document.xpath(
        "//form[not(@data-sends-itself or @role='search') and @action != '/language' or not(@action)]"
    )
    assert all(form.get("method") == "post" and form.xpath(".//input[@name='csrf_token']/@value") for form in forms)
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = " ".join(
        document.xpath("//@for | //@aria-describedby | //@aria-labelledby | //@popovertarget | //@data-copy")
    )
    assert set(named.split()) <= {*ids, "keys-title"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_field_and_button_has_a_name(sample: str) -> None:
    document = page(sample)
    for field in document.xpath("//input[not(@type='hidden') and not(@aria-hidden='true')]"):
        assert field.get("aria-label") or document.xpath("//label[@for=$id]", id=field.get("id"))
    for button in document.xpath("//button"):
        assert button.get("aria-label") or button.text_content().strip()


def test_every_page_is_in_the_gallery() -> None:
    frames = {"layout.html", "entry.html", "signed_in.html"}
    assert {template for template, _ in SAMPLES.values()} | frames | {"error.html"} == set(TEMPLATES)


def documented(template: str) -> set[str]:
    """The names that the comment at a template's top gives a type."""
    source = files("gatepost.web").joinpath("templates", *template.split("/")).read_text()
    head = re.match(r"\{#(.*?)#\}", source, re.DOTALL)
    assert head is not None
    return set(re.findall(r"^  (\w+): \S", head.group(1), re.MULTILINE))


def used(template: str) -> set[str]:
    """The names that a template needs, and the templates in which it stands."""
    source = files("gatepost.web").joinpath("templates", *template.split("/")).read_text()
    tree = ENVIRONMENT.parse(source)
    macros = {
        name if isinstance(name, str) else name[1] for part in tree.find_all(nodes.FromImport) for name in part.names
    }
    frames = {name for name in meta.find_referenced_templates(tree) if name and not name.startswith("parts/")}
    own = meta.find_undeclared_variables(tree) - macros - OF_EVERY_PAGE
    return own.union(*(used(frame) for frame in frames))


@pytest.mark.parametrize("template", TEMPLATES + MAILS)
def test_a_template_says_what_it_must_be_given(template: str) -> None:
    assert documented(template) == used(template)


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        PAGES.render("signed_out.html")


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        ("sign_in", "user_name"),
        ("sign_in", "return_to"),
        ("sign_in_wrong", "problem"),
        ("device_confirm", "client_name"),
    ],
)
def test_what_people_and_programs_call_themselves_is_shown_and_not_run(sample: str, name: str) -> None:
    hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
    template, context = SAMPLES[sample]
    text = PAGES.render(template, **{**context, name: hostile}).get_data(as_text=True)
    assert "<script>alert" not in text
    assert "<img" not in text
    document = html.document_fromstring(text)
    shown = [element.text_content().strip() for element in document.iter(etree.Element)]
    assert hostile in [*shown, *document.xpath("//@value")]


def test_a_page_may_send_its_form_on_to_a_client() -> None:
    template, context = SAMPLES["authorize_confirm"]
    response = PAGES.render(template, form_action=["http://127.0.0.1:53682"], **context)
    assert "form-action 'self' http://127.0.0.1:53682;" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


def test_another_name_of_the_organisation_may_be_given() -> None:
    response = PAGES.render("signed_out.html", sign_in_url="/", is_partial=False, organisation_name="Renamed")
    assert "Renamed" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (LANGUAGES[0], "1 June 2026, 07:05 UTC"),
        (LANGUAGES[1], "1. Juni 2026, 07:05 UTC"),
        (LANGUAGES[2], "2026年6月1日 07:05 UTC"),
    ],
)
def test_a_moment_is_written_for_people_and_for_programs(language: Language, words: str) -> None:
    assert str(Moments(language).instant(datetime(2026, 6, 1, 7, 5, tzinfo=UTC))) == (
        f'<time datetime="2026-06-01T07:05:00Z" data-local-time>{words}</time>'
    )


def test_a_full_page_of_the_portal_stays_under_sixty_kilobytes() -> None:
    """The most that the door gives it: one role in each account, with names and descriptions of some length."""
    words = "A description of the length that people write who want to be understood by everybody, and more than that"
    accounts = [
        {
            "id": f"{100000000000 + at}",
            "name": f"Online shop, production, region {at}",
            "email": f"aws+shop-production-{at}@alder-rowe.example",
            "roles": [
                {**role("ARoleWithThirtyTwoCharactersXYZW", words), "url": "/accounts/100000000000/roles/" + "x" * 32}
            ],
        }
        for at in range(MOST_ROLES)
    ]
    template, context = SAMPLES["portal_quick"]
    assert len(PAGES.render(template, **{**context, "accounts": accounts}).data) < 60_000
