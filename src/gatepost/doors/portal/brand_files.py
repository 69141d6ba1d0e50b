"""What pages load of the organisation's look: its colours and its logo, and the manifest of the portal as an app."""

from typing import Final

import orjson
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.doors.visit import Site
from gatepost.web import headers
from gatepost.web.dispatch import Route

_FOREVER: Final = "public, max-age=31536000, immutable"


def routes(site: Site) -> list[Route]:
    """Return the two files and the manifest, which anybody may see."""
    return [
        Route("GET", "/brand/<fingerprint>/colours.css", lambda request, fingerprint: _colours(site, fingerprint)),
        Route("GET", "/brand/<fingerprint>/logo", lambda request, fingerprint: _logo(site, fingerprint)),
        Route("GET", "/manifest.webmanifest", lambda request: _manifest(site, request)),
    ]


def _colours(site: Site, fingerprint: str) -> Response:
    return _file(site, fingerprint, site.brand().style_sheet().encode(), "text/css; charset=utf-8")


def _logo(site: Site, fingerprint: str) -> Response:
    """Answer with the logo; a page made just before it was taken away still asks for it, and gets Gatepost's own mark."""
    logo = site.brand().logo
    if logo is None:
        response = redirect(site.static_url("mark.svg"))
        response.headers["Cache-Control"] = "no-cache"
        return response
    return _file(site, fingerprint, logo.content, logo.media_type)


def _file(site: Site, fingerprint: str, content: bytes, media_type: str) -> Response:
    """Answer with a file as it is now; under an older fingerprint it is not to be kept."""
    response = Response(content, content_type=media_type)
    response.headers["Cache-Control"] = _FOREVER if fingerprint == site.brand().fingerprint else "no-cache"
    return headers.secure_file(response)


def _manifest(site: Site, request: Request) -> Response:
    """Answer with the web app manifest: the portal on a phone's home screen, without a service worker, so that nothing is kept."""
    brand = site.brand()
    icons = [
        {
            "src": site.static_url(f"icons/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    members = {
        "id": "/",
        "name": brand.organisation_name,
        "short_name": brand.organisation_name[:12].strip(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": site.language_of(request).tag,
        "background_color": "#f2f5f3",
        "theme_color": brand.mail_colour,
        "icons": icons,
    }
    response = Response(orjson.dumps(members), content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
