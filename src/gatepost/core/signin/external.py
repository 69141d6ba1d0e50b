"""The last step of a sign-in through an external identity provider: its proof is enough, so a session is opened."""

from gatepost.core.call import Call
from gatepost.core.federation import attributes, logouts, sign_in
from gatepost.core.instances import instances
from gatepost.core.signin import flow
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.model import NOTHING_HELD, Factor, Held
from gatepost.core.signin.outcomes import Attempt, SignedIn
from gatepost.kit.errors import Denied
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence


def admit(call: Call, sealed_ticket: str, visit: Secret, held: Held = NOTHING_HELD) -> SignedIn:
    """Open the session of whom a ticket means, in the browser that it was made for; it carries on what the provider said.

    Second factors are the provider's ("MFA is not available with an external identity provider").
    """
    instance = instances.require_primary(call)
    ticket, user = sign_in.redeem(call, instance, sealed_ticket, visit)
    begun = flow.begin(call, visit, ticket.return_to)
    attempt = Attempt(begun, Place.of(call, visit), instance, user, held)
    step = flow.prove(call, attempt, Factor.EXTERNAL_IDP)
    if not isinstance(step, SignedIn):
        raise Denied(Sentence("This sign-in cannot be completed."))
    attributes.keep(call, step.session.session_id, ticket.attributes)
    logouts.keep_provider_session(call, step.session.session_id, ticket.subject)
    return step
