"""Gatepost as a service provider: its name, its address, its metadata, and its keys."""

from collections.abc import Sequence

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import identify
from gatepost.core.keys import first, signing_keys
from gatepost.core.keys.model import KeyUse, SigningKey
from gatepost.doors.visit import Site
from gatepost.kit.secret import Secret
from gatepost.web.answers import download
from gatepost.web.dispatch import Route
from gatepost.web.saml import metadata
from gatepost.web.saml.signatures import Signer

_USE = KeyUse.SAML_SERVICE_PROVIDER


def routes(site: Site) -> list[Route]:
    """Return `/saml/sp/metadata`."""
    return [Route("GET", "/saml/sp/metadata", lambda request: _show(site, request))]


def signer(site: Site, request: Request) -> Signer:
    """Return what signs our messages to the identity provider."""
    client = site.client(request)
    home = site.home(client)
    key = first.current(site.runtime, client, home.instance_id, home.owner_account_id, _USE)
    return Signer(signing_keys.open_private(site.runtime.vault, key), key.certificate)


def private_keys(site: Site, request: Request) -> Sequence[Secret]:
    """Return the keys that open what is encrypted for us: during a rotation, more than one."""
    return [signing_keys.open_private(site.runtime.vault, key) for key in _keys(site, request)]


def _show(site: Site, request: Request) -> Response:
    certificates = [key.certificate for key in _keys(site, request)]
    document = metadata.service_provider(site.runtime.settings.public_url, certificates)
    return download(document, "gatepost-service-provider.xml", metadata.CONTENT_TYPE)


def _keys(site: Site, request: Request) -> Sequence[SigningKey]:
    client = site.client(request)
    home = site.home(client)
    first.current(site.runtime, client, home.instance_id, home.owner_account_id, _USE)
    return identify(site.runtime, client, lambda call: signing_keys.published(call, home.instance_id, _USE), NOBODY)
