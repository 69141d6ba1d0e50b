"""After a sign-in people land on this host, whatever the link said: judged by the browser's own reading of addresses."""

from collections.abc import Callable

import pytest

from gatepost.web.return_to import LONGEST, local_path
from tests.servers.chromium import Window

HERE = "https://gatepost.example"
LOCAL = [
    "/",
    "/portal",
    "/device?user_code=BCDF-GHJK",
    "/authorize?redirect_uri=http://127.0.0.1:53682/oauth/callback&state=a%2Fb&scopes=sso:account:access",
    "/accounts/111122223333#roles",
    "/a.b/...",
]
HOSTILE = [
    None,
    "",
    "portal",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%2e%2e//evil.example",
    "/%2E//evil.example",
    "/portal//evil.example",
    "/./portal",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\r\nSet-Cookie: a=b",
    "/\x00",
    "/é",
    "/\u2028/evil.example",
    "/\uff0f/evil.example",
    "/" + "a" * LONGEST,
]


@pytest.mark.parametrize("path", LOCAL)
def test_a_local_path_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize("text", HOSTILE)
def test_anything_else_becomes_the_default(text: str | None) -> None:
    assert local_path(text, "/portal") == "/portal"


def test_a_browser_stays_on_this_host_with_every_path_that_is_kept(open_window: Callable[..., Window]) -> None:
    """Each way to put a separator between slashes, dots and a host name, as the browser itself reads it."""
    between = ["", *"/\\\t\n\r .@:?#;\u2028\xa0", "..", "./", "../", "%2e", "%2f", "%5c"]
    candidates = [f"/{a}{b}{c}evil.example" for a in between for b in between for c in ("", "/")]
    kept = [path for path in [*candidates, *LOCAL] if local_path(path, "") != ""]
    origins = open_window().page.evaluate(
        "([paths, here]) => paths.map((path) => new URL(path, here).origin)", [kept, HERE]
    )
    assert len(kept) > 100
    assert set(origins) == {HERE}
