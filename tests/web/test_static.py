"""Files are kept for ever under an address that changes with them, and no name leads out of the folder."""

import gzip

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Request

from gatepost.kit.errors import NotFound
from gatepost.web.static import StaticFiles

FILES = StaticFiles.of_package()


def request(**headers: str) -> Request:
    return Request(
        EnvironBuilder(headers=[(name.replace("_", "-"), value) for name, value in headers.items()]).get_environ()
    )


def test_a_file_is_kept_for_a_year() -> None:
    response = FILES.respond(request(), FILES.fingerprint, "gatepost.css")
    assert response.status_code == 200
    assert response.content_type == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"@import" in response.get_data()


def test_an_older_page_gets_the_file_but_must_not_keep_it() -> None:
    assert FILES.respond(request(), "0" * 16, "gatepost.css").headers["Cache-Control"] == "no-cache"


def test_it_is_compressed_for_those_who_read_that() -> None:
    plain = FILES.respond(request(), FILES.fingerprint, "pages.css")
    zipped = FILES.respond(request(Accept_Encoding="br, gzip"), FILES.fingerprint, "pages.css")
    refused = FILES.respond(request(Accept_Encoding="gzip;q=0"), FILES.fingerprint, "pages.css")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.get_data()) == plain.get_data() == refused.get_data()
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != zipped.headers["ETag"]


def test_a_font_is_not_compressed_twice() -> None:
    name = "vendor/atkinson/atkinson-hyperlegible-next-latin-wght-normal.woff2"
    response = FILES.respond(request(Accept_Encoding="gzip"), FILES.fingerprint, name)
    assert "Content-Encoding" not in response.headers
    assert response.content_type == "font/woff2"


def test_what_has_not_changed_is_not_sent_again() -> None:
    etag = FILES.respond(request(), FILES.fingerprint, "mark.svg").headers["ETag"]
    asked = request(If_None_Match=etag)
    body, status, _ = run_wsgi_app(FILES.respond(asked, FILES.fingerprint, "mark.svg"), asked.environ)
    assert (b"".join(body), status) == (b"", "304 NOT MODIFIED")


@pytest.mark.parametrize(
    "name",
    ["../pages.py", "..%2fpages.py", "/etc/passwd", "js/../gatepost.css", "js", "", "gatepost.css\0", "GATEPOST.css"],
)
def test_no_name_leads_anywhere_else(name: str) -> None:
    with pytest.raises(NotFound):
        FILES.respond(request(), FILES.fingerprint, name)


def test_the_address_changes_with_any_file() -> None:
    files = {"a.css": b"a{}", "b.js": b"1"}
    before = StaticFiles(files)
    assert before.url("a.css") == f"/static/{before.fingerprint}/a.css"
    assert StaticFiles(dict(reversed(files.items()))).fingerprint == before.fingerprint
    assert StaticFiles({**files, "b.js": b"2"}).fingerprint != before.fingerprint
    assert StaticFiles({"a.css": b"a{}", "c.js": b"1"}).fingerprint != before.fingerprint


def test_a_page_that_names_a_missing_file_is_our_error() -> None:
    with pytest.raises(LookupError, match=r"missing\.css"):
        FILES.url("missing.css")
