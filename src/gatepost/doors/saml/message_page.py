"""The page that carries a message to another party: a form that sends itself, or by a button where scripts are off."""

from lxml import etree
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.doors.visit import Site
from gatepost.web.headers import form_action_source
from gatepost.web.saml import bindings
from gatepost.web.saml.bindings import Kind
from gatepost.web.saml.signatures import Signer, sign


def leave(
    site: Site, request: Request, url: str, message: etree._Element, kind: Kind, recipient: str, signer: Signer
) -> Response:
    """Return the page that leads to `url` with a message in its query, signed."""
    return site.render(
        request, "leave.html", url=bindings.to_redirect(url, message, kind, None, signer), recipient=recipient
    )


def redirect_signed(
    _site: Site,
    _request: Request,
    url: str,
    message: etree._Element,
    kind: Kind,
    relay_state: str | None,
    _recipient: str,
    *,
    signer: Signer,
) -> Response:
    """Redirect to `url` with a message in its query, signed (saml-bindings section 3.4)."""
    response = redirect(bindings.to_redirect(url, message, kind, relay_state, signer), 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def post_signed(
    site: Site,
    request: Request,
    url: str,
    message: etree._Element,
    kind: Kind,
    relay_state: str | None,
    recipient: str,
    *,
    signer: Signer,
) -> Response:
    """Do as `post`, with a signature in the message."""
    sign(message, signer)
    return post(site, request, url, message, kind, relay_state, recipient)


def post(
    site: Site,
    request: Request,
    url: str,
    message: etree._Element,
    kind: Kind,
    relay_state: str | None,
    recipient: str,
) -> Response:
    """Return the page that posts a message to `url` (saml-bindings section 3.5).

    Chromium applies `form-action` to what the recipient redirects to as well, which may be on any of its hosts: so https is
    open on this page, whose only form is ours.
    """
    return site.render(
        request,
        "post_message.html",
        form_action=("https:", form_action_source(url)),
        action_url=url,
        fields={kind: bindings.to_post(message), **({"RelayState": relay_state} if relay_state else {})},
        recipient=recipient,
    )
