"""Use cases of a sign-in through the identity provider: it begins here, is answered there, and is completed in one browser.

An assertion counts once, whichever server gets it, before and after a restart: the database knows those that were used. Its
answer comes as another site's form, without our cookies, so it only makes a ticket; the browser that began redeems it.
"""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Final

import orjson

from gatepost.core.call import Call
from gatepost.core.directory import store as directory
from gatepost.core.directory.model import User
from gatepost.core.federation import store
from gatepost.core.federation.attributes import passed_on
from gatepost.core.federation.logout_model import ProviderSession
from gatepost.core.federation.model import REQUEST_LIFETIME, TICKET_LIFETIME, Claim, ExternalProvider, SignInRequest
from gatepost.core.instances.model import Instance
from gatepost.kit import ids
from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Invalid, Refused
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence

NOT_EXTERNAL: Final = "NotExternal"
REPLAYED: Final = "AssertionReplayed"
UNASKED: Final = "UnsolicitedNotAllowed"
UNKNOWN_REQUEST: Final = "UnknownRequest"
UNKNOWN_USER: Final = "UserNotMatched"
OTHER_BROWSER: Final = "OtherBrowser"
TICKET_EXPIRED: Final = "TicketExpired"

_PURPOSE = "federation-ticket"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A claim that was accepted: whom it means, where they were going, and the browser that may redeem it.

    `visit_digest` is None where nobody asked and any browser may. `expires_at` is in seconds since the epoch.
    """

    ticket_id: str
    user_id: str
    return_to: str
    visit_digest: str | None
    attributes: dict[str, str]
    subject: ProviderSession
    expires_at: int


def require_provider(call: Call, instance: Instance) -> ExternalProvider:
    """Return the provider that people sign in through; Refused where they do so here."""
    provider = store.sources.find_source(call.tx, instance.instance_id).provider
    if provider is None:
        raise Refused(Sentence("People sign in here, and not at another identity provider."), reason=NOT_EXTERNAL)
    return provider


def begin(call: Call, visit: Secret, return_to: str) -> SignInRequest:
    """Remember that a browser goes to the provider; the request's id is what the answer must name."""
    request = SignInRequest(
        request_id=ids.new_saml_id(call.entropy),
        visit_digest=visit.digest().hex(),
        return_to=return_to,
        expires_at=call.now + REQUEST_LIFETIME,
    )
    store.sign_ins.insert_request(call.tx, request)
    return request


def accept(call: Call, instance: Instance, claim: Claim) -> str:
    """Take a claim, once, and return the sealed ticket with which its browser completes the sign-in.

    Refused for a claim that was used before, answers nothing that is under way, or means nobody who may sign in.
    """
    provider = require_provider(call, instance)
    if not store.sign_ins.insert_used(call.tx, _digest(claim.subject.entity_id, claim.assertion_id), claim.expires_at):
        raise Refused(Sentence("This answer of the identity provider was used before."), reason=REPLAYED)
    request = _request(call, claim, provider)
    user = _user(call, instance, claim)
    ticket = {
        "ticket_id": ids.new_saml_id(call.entropy),
        "user_id": user.user_id,
        "return_to": request.return_to if request else "/",
        "visit_digest": request.visit_digest if request else None,
        "attributes": passed_on(claim.attributes),
        "subject": asdict(claim.subject),
        "expires_at": epoch_seconds(call.now + TICKET_LIFETIME),
    }
    return call.vault.seal(_PURPOSE, orjson.dumps(ticket))


def redeem(call: Call, instance: Instance, sealed: str, visit: Secret | None) -> tuple[Ticket, User]:
    """Return what a ticket says, once, to the browser that it was made for, and the user."""
    require_provider(call, instance)
    stored = orjson.loads(call.vault.open(_PURPOSE, sealed))
    ticket = Ticket(**{**stored, "subject": ProviderSession(**stored["subject"])})
    if epoch_seconds(call.now) >= ticket.expires_at:
        raise Invalid(Sentence("This sign-in has taken too long."), reason=TICKET_EXPIRED)
    if ticket.visit_digest is not None and (visit is None or visit.digest().hex() != ticket.visit_digest):
        raise Invalid(Sentence("This sign-in was begun in another browser."), reason=OTHER_BROWSER)
    if not store.sign_ins.insert_used(call.tx, _digest("ticket", ticket.ticket_id), call.now + 2 * TICKET_LIFETIME):
        raise Refused(Sentence("This sign-in was completed before."), reason=REPLAYED)
    user = directory.find_user(call.tx, instance.identity_store_id, ticket.user_id)
    if user is None or not user.is_enabled:
        raise _unknown()
    return ticket, user


def _request(call: Call, claim: Claim, provider: ExternalProvider) -> SignInRequest | None:
    if claim.in_response_to is None:
        if not provider.allows_unsolicited:
            raise Refused(Sentence("Sign-ins must begin here, and not at the identity provider."), reason=UNASKED)
        return None
    request = store.sign_ins.take_request(call.tx, claim.in_response_to)
    if request is None or request.expires_at <= call.now:
        raise Refused(Sentence("This answers no sign-in that is under way."), reason=UNKNOWN_REQUEST)
    return request


def _user(call: Call, instance: Instance, claim: Claim) -> User:
    """The NameID is the user name, whatever its case (IAM Identity Center User Guide, "SAML 2.0 and SCIM")."""
    user = directory.find_user_by_name(call.tx, instance.identity_store_id, claim.subject.name_id)
    if user is None or not user.is_enabled:
        raise _unknown()
    return user


def _unknown() -> Refused:
    return Refused(
        Sentence("The identity provider's name for you is not one that may sign in here."), reason=UNKNOWN_USER
    )


def _digest(*parts: str) -> str:
    return sha256(orjson.dumps(parts)).hexdigest()
