"""What a template says in every page alike stands in it once it is compiled."""

import pytest
from jinja2 import DictLoader

from gatepost.web.languages import ENGLISH, LANGUAGES, Language
from gatepost.web.one_language import OneLanguage

GERMAN = LANGUAGES[1]


def speaking(source: str, language: Language = GERMAN, name: str = "page.html") -> OneLanguage:
    return OneLanguage(
        language,
        static=lambda file: f"/static/{file}",
        loader=DictLoader({name: source}),
        autoescape=lambda asked: asked is not None and asked.endswith(".html"),
    )


@pytest.mark.parametrize("source", ['{{ _("Copy") }}', "{% trans %}Copy{% endtrans %}", '{{ {"a": _("Copy")}["a"] }}'])
def test_a_constant_text_is_said_once(source: str) -> None:
    made = speaking(source)
    page = made.get_template("page.html")
    assert page.render() == "Kopieren"
    made.globals["_"] = made.globals["gettext"] = None  # whoever asked for it now would fail
    assert page.render() == "Kopieren"


def test_so_is_the_address_of_a_static_file() -> None:
    made = speaking("<img src=\"{{ static('mark.svg') }}\">")
    page = made.get_template("page.html")
    made.globals["static"] = None
    assert page.render() == '<img src="/static/mark.svg">'


def test_what_depends_on_the_page_waits_for_it() -> None:
    made = speaking("{{ _(text) }}, {{ static(file) }}, {% trans %}Continue to {{ recipient }}{% endtrans %}")
    said = made.get_template("page.html").render(text="Copy", file="a.css", recipient="<Wiki>")
    assert said == "Kopieren, /static/a.css, Weiter zu &lt;Wiki&gt;"


def test_texts_are_html_where_jinjas_own_would_be() -> None:
    source = '{{ _("Copy & <b>paste</b>, 100%%") ~ " & " ~ name }}'
    assert speaking(source, ENGLISH).get_template("page.html").render(name="<i>") == (
        "Copy & <b>paste</b>, 100% &amp; &lt;i&gt;"
    )
    assert speaking(source, ENGLISH, "mail.txt").get_template("mail.txt").render(name="<i>") == (
        "Copy & <b>paste</b>, 100% & <i>"
    )
