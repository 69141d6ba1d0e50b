"""Which language a visitor is shown, and sentences that remember what they were made from."""

import orjson
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from gatepost.kit.errors import Invalid
from gatepost.kit.sentences import Sentence
from gatepost.web import languages
from gatepost.web.languages import ENGLISH, LANGUAGES, translator

GERMAN, JAPANESE = LANGUAGES[1:]


def request(accepted: str = "", chosen: str = "") -> Request:
    headers = [("Accept-Language", accepted)] if accepted else []
    if chosen:
        headers.append(("Cookie", f"gatepost-language={chosen}"))
    return Request(EnvironBuilder(headers=headers).get_environ())


@pytest.mark.parametrize(
    ("accepted", "chosen", "tag"),
    [
        ("", "", "en"),
        ("de", "", "de"),
        ("de-CH, fr;q=0.9", "", "de"),
        ("fr-FR, fr;q=0.9, ja;q=0.8, en;q=0.7", "", "ja"),
        ("fr, es", "", "en"),
        ("de", "ja", "ja"),
        ("de", "tlh", "de"),
        ("*", "", "en"),
        (";;q=x,,", "", "en"),
        ("de", "../../etc/passwd", "de"),
    ],
)
def test_a_choice_comes_first_then_what_the_browser_takes(accepted: str, chosen: str, tag: str) -> None:
    assert languages.wanted_by(request(accepted, chosen)).tag == tag


def test_the_browser_keeps_a_choice() -> None:
    response = Response()
    languages.remember(response, JAPANESE, https=True)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("gatepost-language=ja; ")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_a_sentence_is_english_for_programs_and_translated_for_people() -> None:
    sentence = Sentence("Use at least %(count)s characters.", count=12)
    assert sentence == "Use at least 12 characters."
    assert orjson.dumps({"detail": Invalid(sentence).message}) == b'{"detail":"Use at least 12 characters."}'
    assert translator(ENGLISH)(sentence) == sentence
    assert translator(GERMAN)(sentence) == "Nehmen Sie mindestens 12 Zeichen."
    assert translator(JAPANESE)(sentence) == "12 文字以上にしてください。"
    assert translator(GERMAN)("Use at most 12 characters.") == "Use at most 12 characters."


def test_a_sentence_in_a_sentence_is_translated_and_a_per_cent_sign_stays() -> None:
    inner = Sentence("Passkey")
    assert translator(JAPANESE)(Sentence("Name: 100%")) == "Name: 100%"
    assert translator(JAPANESE)(Sentence("You are not assigned to %(application)s.", application=inner)) == (
        "パスキー は割り当てられていません。"
    )
