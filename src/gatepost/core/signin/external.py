"""The last step of a sign-in through an external identity provider: its proof is enough, so a session is opened."""

from gatepost.core.call import Call
from gatepost.core.federation import attributes, sign_in
from gatepost.core.instances import instances
from gatepost.core.signin import flow
from gatepost.core.signin.attempts import Place
from gatepost.core.signin.flow import SignedIn
from gatepost.core.signin.model import Factor, SigninPolicy
from gatepost.kit.errors import Denied
from gatepost.kit.secret import Secret

_POLICY = SigninPolicy((Factor.EXTERNAL_IDP,))
"""Second factors are the provider's ("MFA is not available with an external identity provider")."""


def admit(call: Call, sealed_ticket: str, visit: Secret) -> SignedIn:
    """Open the session of whom a ticket means, in the browser that it was made for; it carries on what the provider said."""
    instance = instances.require_primary(call)
    ticket, user = sign_in.redeem(call, instance, sealed_ticket, visit)
    begun = flow.begin(call, visit, ticket.return_to)
    step = flow.prove(call, begun, instance, user, Factor.EXTERNAL_IDP, Place.of(call, visit), _POLICY)
    if not isinstance(step, SignedIn):
        raise Denied("This sign-in cannot be completed.")
    attributes.keep(call, step.session.session_id, ticket.attributes)
    return step
