"""Browsers are called what their people call them."""

import pytest

from gatepost.web import browsers

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36", ("Chrome", "Windows")),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/142.0.0.0", ("Edge", "Windows")),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36", ("Chrome", "ChromeOS")),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
            ("Safari", "macOS"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile",
            ("Chrome", "iPhone"),
        ),
        ("curl/8.14.1", ("curl/8.14.1", None)),
        ("", ("", None)),
        ("x" * 500, ("x" * 60, None)),
        ("a\r\nb", ("a b", None)),
    ],
)
def test_the_name_of_a_browser(user_agent: str, name: tuple[str, str | None]) -> None:
    assert browsers.name_of(user_agent) == name


def test_browser_and_system_are_said_together() -> None:
    assert (
        browsers.in_words("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        == "Firefox on Linux"
    )
    assert browsers.in_words("curl/8.14.1") == "curl/8.14.1"
