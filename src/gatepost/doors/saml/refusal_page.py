"""What a person reads who does not get into an application: why, and who can mend it; an attacker learns nothing by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from werkzeug.wrappers import Request, Response

from gatepost.core.applications import saml_applications, saml_assertions
from gatepost.core.federation import logouts
from gatepost.doors.saml import requests, wishes
from gatepost.doors.visit import Site
from gatepost.kit.errors import Problem
from gatepost.kit.sentences import Sentence
from gatepost.web import errors, request_id
from gatepost.web.saml import documents, signatures


@dataclass(frozen=True, slots=True)
class Wording:
    """A title, and what the person or their administrator can do."""

    title: str
    advice: str


_FROM_THE_START: Final = Wording(
    Sentence("Start again"), Sentence("Go to your applications, or back to the application, and sign in from there.")
)
_BADLY_SET_UP = Wording(
    Sentence("This application is not set up right"),
    Sentence(
        "It asks in a way that its registration here does not allow. "
        "Ask your administrator, who finds the cause in the events under the number below."
    ),
)
_WORDING: Final[Mapping[str, Wording]] = {
    saml_applications.UNASSIGNED: Wording(
        Sentence("You cannot open this application yet"),
        Sentence("If you need it for your work, ask your administrator to assign it to you. It then works at once."),
    ),
    saml_applications.DISABLED: Wording(
        Sentence("This application is switched off"),
        Sentence("An administrator has switched it off for everybody. Ask them when it comes back."),
    ),
    saml_assertions.NO_SUBJECT: Wording(
        Sentence("Something about you is missing"),
        Sentence("Ask your administrator to complete your entry in the directory."),
    ),
    saml_applications.UNKNOWN: Wording(
        Sentence("This application is not known here"),
        Sentence("An administrator has to connect it first, with the entity ID that it sends."),
    ),
    requests.UNREGISTERED: _BADLY_SET_UP,
    requests.MISDIRECTED: _BADLY_SET_UP,
    requests.STALE: Wording(Sentence("That took too long"), _FROM_THE_START.advice),
    wishes.EXPIRED: Wording(Sentence("That took too long"), _FROM_THE_START.advice),
    documents.MALFORMED: _FROM_THE_START,
    logouts.UNKNOWN: Wording(
        "This sign-out did not go on",
        "You are signed out here. Sign out of the applications that you opened as well, or close the browser.",
    ),
    signatures.UNSIGNED: _BADLY_SET_UP,
    signatures.WRONG: _BADLY_SET_UP,
    signatures.WEAK: _BADLY_SET_UP,
}


def render(site: Site, request: Request, problem: Problem) -> Response:
    """Return the page for a problem on the way into an application."""
    return page(site, request, problem, _WORDING.get(problem.reason or "", _FROM_THE_START))


def page(site: Site, request: Request, problem: Problem, wording: Wording) -> Response:
    """Return the page that says what happened, in these words what it means, and under which number it is recorded."""
    return site.render(
        request,
        "error.html",
        status=errors.status_of(problem),
        title=wording.title,
        message=problem.message,
        advice=wording.advice,
        request_id=request.environ[request_id.KEY],
        home_url="/",
    )
