"""What a person reads whose sign-in at the identity provider is not taken, and what its administrator is to look at."""

from collections.abc import Mapping
from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.federation import sign_in
from gatepost.doors.saml import refusal_page
from gatepost.doors.saml.refusal_page import Wording
from gatepost.doors.visit import Site
from gatepost.kit.errors import Problem
from gatepost.kit.sentences import Sentence
from gatepost.web.saml import assertions, documents, encryption, signatures

_BEGIN = Sentence("Begin again from the sign-in page.")
_NUMBER = Sentence("Give your administrator the number below: with it they find the cause in the events.")
_AGAIN: Final = Wording(
    Sentence("That did not work"),
    Sentence("Begin again from the sign-in page. If it happens again, give your administrator the number below."),
)
_TRUST: Final = Wording(Sentence("Your sign-in could not be checked"), _NUMBER)
_CLOCKS: Final = Wording(
    Sentence("Your sign-in came too late or too early"),
    Sentence("Begin again from the sign-in page. If it happens again, the clocks of the two services differ."),
)
_SET_UP: Final = Wording(Sentence("The two services are not set up for each other"), _NUMBER)
_WORDING: Final[Mapping[str, Wording]] = {
    signatures.UNSIGNED: _TRUST,
    signatures.WRONG: _TRUST,
    signatures.WEAK: _TRUST,
    assertions.SHAPE: _TRUST,
    documents.MALFORMED: _TRUST,
    encryption.UNREADABLE: _SET_UP,
    assertions.CERTIFICATE: _SET_UP,
    assertions.ISSUER: _SET_UP,
    assertions.DESTINATION: _SET_UP,
    assertions.AUDIENCE: _SET_UP,
    assertions.RECIPIENT: _SET_UP,
    assertions.EXPIRED: _CLOCKS,
    assertions.EARLY: _CLOCKS,
    sign_in.UNASKED: Wording(
        Sentence("Begin at this sign-in page"), Sentence("Open your accounts here, and you are led to your sign-in.")
    ),
    sign_in.UNKNOWN_USER: Wording(
        Sentence("You are not in this directory"),
        Sentence("Your administrator has to add you first, under the user name that you have there."),
    ),
    assertions.REFUSED: Wording(Sentence("You were not signed in"), _BEGIN),
}


def render(site: Site, request: Request, problem: Problem) -> Response:
    """Return the page for a problem with an identity provider's answer."""
    return refusal_page.page(site, request, problem, _WORDING.get(problem.reason or "", _AGAIN))
