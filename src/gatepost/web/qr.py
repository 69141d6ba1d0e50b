"""QR codes, as pictures within a page."""

import segno
from markupsafe import Markup


def svg(text: str) -> Markup:
    """Return a QR code (ISO/IEC 18004) as an SVG element without a size: dark on nothing, so it wants a light ground."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None, dark="#16211c")
    return Markup(drawn)  # noqa: S704 - made of numbers: the text is only drawn
