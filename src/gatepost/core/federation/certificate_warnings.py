"""Mails before a certificate of ours expires: partners refuse what is signed by it from then on."""

from collections.abc import Mapping
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.instances import store as instances_store
from gatepost.core.keys import signing_keys
from gatepost.core.keys import store as keys_store
from gatepost.core.keys.model import KeyUse
from gatepost.core.mailing import enqueue_mail
from gatepost.core.organization import store as organization_store

_WORDS: Final = {
    KeyUse.SAML_IDENTITY_PROVIDER: "signs people in to your applications",
    KeyUse.SAML_SERVICE_PROVIDER: "is known to your identity provider",
}


def warn(call: Call, payload: Mapping[str, Any]) -> None:
    """Write about the certificate that a job of kind "warn-of-certificate" names, unless it was retired."""
    key = keys_store.find_by_id(call.tx, payload["key_id"])
    if key is None:
        return
    address = _administrators_address(call)
    if address is not None:
        context = {"key_id": key.key_id, "what_it_does": _WORDS[key.use], "expires_at": key.expires_at}
        enqueue_mail(call, to=address, template="certificate_expires", context=context)
    keys_store.mark_warned(call.tx, key.key_id, call.now)
    signing_keys.plan_warning(call, key)


def _administrators_address(call: Call) -> str | None:
    """Return where AWS writes to about an account: the address of the account that owns the instance."""
    instance = instances_store.find_primary(call.tx)
    account = instance and organization_store.find_account(call.tx, instance.owner_account_id)
    return account.email if account else None
