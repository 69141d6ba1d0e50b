"""A visitor chooses the language of the pages; their browser keeps the choice."""

from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.doors.visit import Site
from gatepost.kit.errors import Invalid
from gatepost.kit.sentences import Sentence
from gatepost.web import csrf, languages
from gatepost.web.dispatch import Route
from gatepost.web.limits import read_form
from gatepost.web.return_to import local_path

RULE: Final = "/language"


def routes(site: Site) -> list[Route]:
    """Return the form's target; GET, after a reload, leads to the portal."""
    return [
        Route("GET", RULE, lambda request: redirect("/", 303)),
        Route("POST", RULE, lambda request: _choose(site, request)),
    ]


def _choose(site: Site, request: Request) -> Response:
    """Keep the choice. Its form needs no token: no other site may send it, and there is nothing to gain by it."""
    csrf.require_own_site(request)
    form = read_form(request.environ)
    language = languages.find(form.get("language"))
    if language is None:
        raise Invalid(Sentence("There is no such language here."))
    response = redirect(local_path(form.get("return_to")), 303)
    languages.remember(response, language, https=site.runtime.settings.is_https)
    return response
