"""What a SAML application would be told of one person: asked on its page, by user name."""

from dataclasses import dataclass

from gatepost.core.applications import saml_applications, saml_assertions
from gatepost.core.applications.model import Application
from gatepost.core.applications.saml_assertions import Statements
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.doors.console import acts
from gatepost.doors.console.visit import Visit
from gatepost.kit.errors import Denied, NotFound, Problem, Refused


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom it is about, and what would be said; or why nothing would."""

    user_name: str
    statements: Statements | None = None
    problem: str | None = None


def asked(visit: Visit, application: Application) -> Preview:
    """Return the preview that the page's address asks for; an empty one where it asks for none."""
    user_name = visit.query("preview")
    if not user_name:
        return Preview("")
    try:
        return Preview(user_name, _statements(visit, application, user_name))
    except Denied:
        return Preview(user_name, problem=visit.denial(acts.PREVIEW_SAML_ASSERTION, visit.instance.arn))
    except (NotFound, Refused) as problem:
        return Preview(user_name, problem=_sentence(problem))


def _statements(visit: Visit, application: Application, user_name: str) -> Statements:
    instance = visit.instance

    def do(call: Call) -> Statements:
        user = users.get_by_name(call, instance.identity_store_id, user_name)
        settings = saml_applications.get(call, instance, application.application_id).settings
        return saml_assertions.statements(call, instance, settings, user.user_id)

    return visit.perform(
        acts.PREVIEW_SAML_ASSERTION,
        do,
        on=(instance.arn,),
        parameters={"application_id": application.application_id},
    )


def _sentence(problem: Problem) -> str:
    if isinstance(problem, Refused):
        return "Nothing: the directory does not have what the application needs as this person's name."
    return "Nobody has this user name."
