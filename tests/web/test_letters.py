"""The invitation that arrives in a mailbox."""

import re
from pathlib import Path

import pytest
from lxml import html

from gatepost.core.signin import notices
from gatepost.web.brand import Brand
from gatepost.web.letters import Letter, Letters

URL = "https://sso.alder-rowe.example/invitation?token=abc&x=1"


def invitation(
    display_name: str = "Maria Okonkwo", organisation_name: str = "Alder & Rowe", language: str | None = None
) -> Letter:
    context = {
        "display_name": display_name,
        "user_name": "maria.okonkwo",
        "invitation_url": URL,
        "expires_at": "2026-12-01T08:30:00+00:00",
        **({"language": language} if language else {}),
    }
    return Letters(lambda: Brand(organisation_name)).write("invitation", context)


def test_both_parts_say_who_what_and_until_when() -> None:
    letter = invitation()
    assert letter.subject == "Your access to Alder & Rowe"
    shown = html.fromstring(letter.html).text_content()
    for text in (letter.text, " ".join(shown.split())):
        assert "Maria Okonkwo" in text
        assert "maria.okonkwo" in text
        assert "1 December 2026" in text
        assert URL in text


@pytest.mark.parametrize(
    ("preferred", "subject", "day", "tag"),
    [
        ("de-AT", "Ihr Zugang zu Alder & Rowe", "1. Dezember 2026", "de"),
        ("ja_JP", "Alder & Rowe へのアクセス", "2026年12月1日", "ja"),
        ("fr-CA", "Your access to Alder & Rowe", "1 December 2026", "en"),
        ("no such thing", "Your access to Alder & Rowe", "1 December 2026", "en"),
    ],
)
def test_a_mail_is_in_the_language_that_its_reader_prefers(preferred: str, subject: str, day: str, tag: str) -> None:
    letter = invitation(language=preferred)
    assert letter.subject == subject
    assert day in letter.text
    assert day in letter.html
    assert html.document_fromstring(letter.html).get("lang") == tag
    assert URL in letter.text.splitlines()


def test_the_link_is_whole_in_both() -> None:
    letter = invitation()
    assert URL in letter.text.splitlines()
    assert set(html.fromstring(letter.html).xpath("//a/@href")) == {URL}


def test_the_text_is_text() -> None:
    assert "&amp;" not in invitation().text
    assert letter_lines_fit(invitation().text.replace(URL, ""))


def letter_lines_fit(text: str) -> bool:
    return all(len(line) <= 98 for line in text.splitlines())


def test_a_name_cannot_bring_markup_or_a_header() -> None:
    letter = invitation("<img src=x>\r\nBcc: all@evil.example", "Alder\n\nBcc: all@evil.example")
    assert letter.subject == "Your access to Alder Bcc: all@evil.example"
    assert "<img" not in letter.html
    assert not re.search(r"^Bcc:", letter.text, re.MULTILINE)


def test_the_mail_loads_nothing_from_elsewhere() -> None:
    document = html.fromstring(invitation().html)
    assert not document.xpath("//img | //script | //link | //iframe | //*[@src] | //*[@background]")
    assert "url(" not in invitation().html


NOTICES = sorted(
    {
        word
        for file in Path(notices.__file__).parent.rglob("*.py")
        for word in re.findall(r'notices\.tell\(\s*call, [\w.]+, "(\w+)"', file.read_text())
    }
)


def test_people_are_told_of_each_change_of_how_they_sign_in() -> None:
    """A word for each change; a change that tells nobody, or a new word, is to be looked at here."""
    assert NOTICES == [
        "device_added",
        "device_removed",
        "email_change_asked",
        "email_changed",
        "one_time_password",
        "passkey_flagged",
        "password_changed",
        "recovery_code_used",
        "recovery_codes_made",
    ]


@pytest.mark.parametrize("language", ["en", "de", "ja"])
@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_says_what_has_changed_when_and_from_where(notice: str, language: str) -> None:
    context = {
        "notice": notice,
        "what": "7",
        "display_name": "Maria <Okonkwo>",
        "happened_at": "2026-12-01T08:30:00+00:00",
        "address": "198.51.100.23",
        "security_url": "https://sso.alder-rowe.example/security",
        "language": language,
    }
    letter = Letters(lambda: Brand("Alder & Rowe")).write("security_notice", context)
    assert "Alder & Rowe" in letter.subject
    shown = " ".join(html.fromstring(letter.html).text_content().split())
    for text in (letter.text, shown):
        assert "198.51.100.23" in text
        assert "2026" in text
        assert "Maria <Okonkwo>" in text
    assert "Alder & Rowe" in shown
