"""An application's logo for the portal's tile: brought as a file, shown as it is, and taken away after a question."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.applications import logos
from gatepost.core.applications.model import Application, Logo
from gatepost.core.call import Call
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.applications.addresses import PAGE, describe, url_of
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Looked, Visit
from gatepost.kit import pictures
from gatepost.kit.errors import NotFound
from gatepost.web import limits
from gatepost.web.dispatch import Route

LOGO: Final = f"{PAGE}/logo"


def routes(console: Console) -> list[Route]:
    """Return the form and its target, and the page that asks before the logo goes."""
    page = console.page
    return [
        Route("GET", LOGO, page(_show)),
        Route("POST", LOGO, page(_save)),
        Route("GET", f"{LOGO}/remove", page(_ask_to_remove)),
        Route("POST", f"{LOGO}/remove", page(_remove)),
    ]


def logo_of(visit: Visit, application: Application) -> Looked[Logo | None]:
    """Return an application's logo, if it has one."""
    instance = visit.instance

    def do(call: Call) -> Logo | None:
        try:
            return logos.get(call, instance, application.application_id)
        except NotFound:
            return None

    parameters = {"application_id": application.application_id}
    return visit.look(acts.GET_APPLICATION_LOGO, do, on=(instance.arn,), parameters=parameters)


def _show(visit: Visit, account_id: str, application_id: str) -> Response:
    return _page(visit, describe(visit, account_id, application_id), Typed({}))


def _save(visit: Visit, account_id: str, application_id: str) -> Response:
    visit.require(acts.PUT_APPLICATION_LOGO, visit.instance.arn)
    found = describe(visit, account_id, application_id)
    typed = Typed({})
    try:
        upload = visit.upload("logo", pictures.LARGEST_BYTES + limits.DEFAULT.form_body)
        if upload.content:
            _put(visit, found, pictures.data_uri(upload.content))
            return visit.go(url_of(found), "logo-saved")
        typed.problems["logo"] = "Choose a picture."
    except fields.REFUSALS as problem:
        too_large = f"A logo has at most {pictures.LARGEST_BYTES} bytes."
        typed.problems["logo"] = too_large if problem.reason == limits.TOO_LARGE else problem.message
    return _page(visit, found, typed, 400)


def _put(visit: Visit, application: Application, picture: str) -> None:
    instance, application_id = visit.instance, application.application_id
    visit.perform(
        acts.PUT_APPLICATION_LOGO,
        lambda call: logos.put(call, instance, application_id, picture),
        on=(instance.arn,),
        parameters={"application_id": application_id, "logo": "…"},
    )


def _page(visit: Visit, application: Application, typed: Typed, status: int = 200) -> Response:
    visit.require(acts.PUT_APPLICATION_LOGO, visit.instance.arn)
    return visit.render(
        "applications/logo.html",
        status=status,
        application=application,
        url=url_of(application),
        logo=logo_of(visit, application),
        typed=typed,
        most_bytes=pictures.LARGEST_BYTES,
        largest_side=pictures.LARGEST_SIDE,
        may_remove=visit.denial(acts.DELETE_APPLICATION_LOGO, visit.instance.arn),
    )


def _ask_to_remove(visit: Visit, account_id: str, application_id: str) -> Response:
    visit.require(acts.DELETE_APPLICATION_LOGO, visit.instance.arn)
    found = describe(visit, account_id, application_id)
    return question.ask(
        visit,
        Question(
            does=f"Remove the logo of {found.name}",
            follows=("The portal shows the first letter of its name instead.",),
            back=url_of(found),
            back_words=found.name,
        ),
    )


def _remove(visit: Visit, account_id: str, application_id: str) -> Response:
    visit.form()
    instance, found = visit.instance, describe(visit, account_id, application_id)
    visit.perform(
        acts.DELETE_APPLICATION_LOGO,
        lambda call: logos.delete(call, instance, found.application_id),
        on=(instance.arn,),
        parameters={"application_id": found.application_id},
    )
    return visit.go(url_of(found), "settings-saved")
