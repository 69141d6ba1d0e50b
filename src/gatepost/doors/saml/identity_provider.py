"""Gatepost as an identity provider: its name, its addresses and its key."""

from collections.abc import Sequence

from werkzeug.wrappers import Request

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, identify
from gatepost.core.keys import first, signing_keys
from gatepost.core.keys.model import KeyUse, SigningKey
from gatepost.doors.visit import Site
from gatepost.web.saml.signatures import Signer

_USE = KeyUse.SAML_IDENTITY_PROVIDER


def entity_id(site: Site) -> str:
    """Return the name of the identity provider, which is where its metadata is."""
    return f"{site.runtime.settings.public_url}/saml/idp/metadata"


def sign_on_url(site: Site) -> str:
    """Return where applications send their requests."""
    return f"{site.runtime.settings.public_url}/saml/idp/sso"


def find_key(call: Call, instance_id: str) -> SigningKey | None:
    """Return the key that signs now, inside a call that is made anyway; None where the instance has none yet."""
    return signing_keys.find_current(call, instance_id, _USE)


def signer(site: Site, request: Request, known: SigningKey | None = None) -> Signer:
    """Return what signs now: by the key that is known already, else the one that is looked up or made."""
    client = site.client(request)
    home = site.home(client)
    key = known or first.current(site.runtime, client, home.instance_id, home.owner_account_id, _USE)
    return Signer(signing_keys.open_private(site.runtime.vault, key), key.certificate)


def certificates(site: Site, request: Request) -> Sequence[str]:
    """Return every certificate that applications should know, the one that signs now among them."""
    signer(site, request)
    client = site.client(request)
    instance_id = site.home(client).instance_id
    keys = identify(site.runtime, client, lambda call: signing_keys.published(call, instance_id, _USE), NOBODY)
    return [key.certificate for key in keys]
