"""An application is told of a logout from server to server: a signed LogoutRequest in a SOAP envelope, and its answer."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from gatepost.core import actors
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, identify, perform
from gatepost.core.federation.logout_model import Stop
from gatepost.core.instances import instances
from gatepost.core.keys import first, signing_keys
from gatepost.core.keys.model import KeyUse
from gatepost.kit import ids
from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Invalid
from gatepost.web.saml import logout as messages
from gatepost.web.saml import names, soap
from gatepost.web.saml.logout import LogoutRequest
from gatepost.web.saml.name_ids import NameId
from gatepost.web.saml.signatures import Signer, sign

Post = Callable[[str, bytes, Mapping[str, str]], bytes]
"""Posts a body with its headers to an address and returns what is answered; Invalid where nobody answers."""

_SERVICE: Final = "sso.amazonaws.com"


def tell(runtime: Runtime, post: Post, payload: Mapping[str, Any]) -> None:
    """Tell an application what a job of kind "tell-of-logout" says, and record what it answers.

    Raise Invalid where it cannot be reached or answers nothing that makes sense, so that the job is tried again, until its time
    is over.
    """
    stop = Stop(**payload["stop"])
    client = Client(_SERVICE, _SERVICE, ids.new_uuid(runtime.entropy), runtime.settings.region)
    home = identify(runtime, client, instances.require_primary, actors.NOBODY)
    key = first.current(runtime, client, home.instance_id, home.owner_account_id, KeyUse.SAML_IDENTITY_PROVIDER)
    signer = Signer(signing_keys.open_private(runtime.vault, key), key.certificate)
    try:
        succeeded = _has_signed_out(_request(runtime, stop), signer, lambda body: post(stop.url, body, soap.HEADERS))
    except Invalid:
        if epoch_seconds(runtime.clock.now()) < payload["until"]:
            raise
        succeeded = False

    def record(call: Call) -> None:
        call.event.type = "AwsServiceEvent"
        call.event.service_details |= {"party": stop.party, "signedOut": succeeded}

    perform(runtime, _ask(client, home.owner_account_id), record)


def _has_signed_out(asked: LogoutRequest, signer: Signer, send: Callable[[bytes], bytes]) -> bool:
    request = messages.build_request(asked)
    sign(request, signer)
    answer = messages.read_response(soap.unwrap(send(soap.wrap(request))))
    return answer.is_success and answer.in_response_to == asked.id


def _request(runtime: Runtime, stop: Stop) -> LogoutRequest:
    return LogoutRequest(
        id=ids.new_saml_id(runtime.entropy),
        issuer=f"{runtime.settings.public_url}/saml/idp/metadata",
        issued_at=runtime.clock.now(),
        destination=stop.url,
        name_id=NameId(stop.name_id, names.NAME_ID_FORMATS.get(stop.name_id_format or "", stop.name_id_format)),
        session_indexes=(stop.session_index,) if stop.session_index else (),
    )


def _ask(client: Client, account_id: str) -> Ask:
    return Ask(
        actors.service(_SERVICE),
        "signin:SingleLogout",
        _SERVICE,
        client,
        writes=True,
        needs_permission=False,
        recipient_account_id=account_id,
    )
