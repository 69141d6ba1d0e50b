"""The page on which an authenticator app is registered, the same at sign-in and in the portal."""

from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from gatepost.core.signin.factors.totp import Enrolment
from gatepost.doors.visit import Site
from gatepost.kit.errors import Problem
from gatepost.web import errors, qr
from gatepost.web.limits import Form

_LONGEST = 128


@dataclass(frozen=True, slots=True)
class AppPage:
    """Where the page's form goes, and the way back."""

    action_url: str
    back_url: str
    csrf_token: str

    def render(
        self, site: Site, request: Request, enrolment: Enrolment, name: str, problem: Problem | None
    ) -> Response:
        """Return the page with the seed as a picture and as text."""
        seed = enrolment.seed.reveal()
        response = site.render(
            request,
            "authenticator_app.html",
            status=errors.status_of(problem) if problem else 200,
            csrf_token=self.csrf_token,
            action_url=self.action_url,
            back_url=self.back_url,
            picture=qr.svg(enrolment.uri.reveal()),
            seed=" ".join(seed[start : start + 4] for start in range(0, len(seed), 4)),
            name=name,
            problem=problem.message if problem else None,
        )
        if problem is not None:
            errors.tell_to_wait(response, problem)
        return response


def read_answer(form: Form) -> tuple[str, str]:
    """Return the code and the name that were typed."""
    return form.get("code", "")[:_LONGEST], form.get("name", "")[:_LONGEST]
