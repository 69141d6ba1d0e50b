"""Which pictures are taken, and what is said of those that are not."""

import pytest

from gatepost.kit import pictures
from gatepost.kit.errors import Invalid
from tests import pictures as samples

SIDE = pictures.LARGEST_SIDE
TAKEN = {
    "png": samples.PNG,
    "png-as-large-as-may-be": samples.png(SIDE, 1),
    "jpeg": samples.JPEG,
    "webp-lossy": samples.WEBP_LOSSY,
    "webp-lossless": samples.WEBP_LOSSLESS,
    "webp-extended": samples.WEBP_EXTENDED,
}
REFUSED = {
    "script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG can hold a script"),
    "gif": (b"GIF89a\x03\x00\x02\x00", "PNG, JPEG or WebP"),
    "empty": (b"", "PNG, JPEG or WebP"),
    "wide": (samples.png(SIDE + 1, 1), f"has {SIDE + 1} by 1"),
    "high": (samples.png(1, SIDE + 1), f"has 1 by {SIDE + 1}"),
    "without-size": (b"\x89PNG\r\n\x1a\n" + bytes(40), "damaged"),
    "no-width": (samples.PNG[:16] + bytes(4) + samples.PNG[20:], "damaged"),
    "cut-png": (samples.PNG[:20], "damaged"),
    "cut-jpeg": (samples.JPEG[:30], "damaged"),
    "jpeg-that-leads-nowhere": (b"\xff\xd8\xff\xe0\x00\x00" * 40, "damaged"),
    "cut-webp": (samples.WEBP_LOSSY[:24], "damaged"),
    "another-riff": (b"RIFF\x10\x00\x00\x00AVI LIST", "PNG, JPEG or WebP"),
    "webp-of-something": (b"RIFF\x10\x00\x00\x00WEBPJUNK" + bytes(40), "damaged"),
    "much": (samples.PNG + bytes(pictures.LARGEST_BYTES), "at most 100000 bytes"),
}


@pytest.mark.parametrize("picture", TAKEN.values(), ids=TAKEN)
def test_it_is_kept_as_it_was_brought(picture: bytes) -> None:
    kept = pictures.data_uri(picture)
    assert pictures.picture_of(kept)[1] == picture
    pictures.check(kept)


@pytest.mark.parametrize(("picture", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_that_is_taken_is_refused(picture: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        pictures.data_uri(picture)


@pytest.mark.parametrize(
    "uri",
    [
        samples.uri("jpeg", samples.PNG),
        samples.uri("svg+xml", b"<svg/>"),
        "https://evil.example/logo.png",
        "data:image/png;base64,@@@",
        "data:image/png;base64,AAA",
        "data:text/html;base64,AAAA",
    ],
)
def test_what_it_says_must_be_what_it_is(uri: str) -> None:
    with pytest.raises(Invalid, match="logo"):
        pictures.check(uri)


def test_every_beginning_of_a_picture_is_judged_without_a_fault() -> None:
    for picture in TAKEN.values():
        for length in range(min(len(picture), 320)):
            try:
                pictures.data_uri(picture[:length])
            except Invalid:
                continue
