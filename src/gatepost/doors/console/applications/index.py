"""The list of applications that people can enter, by SAML or with tokens."""

from collections.abc import Sequence
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.applications import applications, providers
from gatepost.core.applications.model import Application, ApplicationProvider
from gatepost.doors.console import acts
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.paging import PageRequest, query_fingerprint
from gatepost.web.dispatch import Route

APPLICATIONS: Final = f"{HOME}/applications"
_SIZE: Final = 100


def routes(console: Console) -> list[Route]:
    """Return the list."""
    return [Route("GET", APPLICATIONS, console.page(_show))]


def _show(visit: Visit) -> Response:
    instance = visit.instance
    query = query_fingerprint("console/applications", {"instance": instance.instance_id})
    after = visit.runtime.page_tokens.open(visit.request.args.get("more"), query)
    page = visit.perform(
        acts.LIST_APPLICATIONS,
        lambda call: applications.list_of_instance(
            call, instance, account_id=None, provider_arn=None, page=PageRequest(_SIZE, after)
        ),
        on=(instance.arn,),
        parameters={"instanceArn": instance.arn},
    )
    token = visit.runtime.page_tokens.seal(page.next, query)
    return visit.render(
        "applications/index.html",
        applications=_with_providers(page.items),
        more=None if token is None else f"{APPLICATIONS}?more={token}",
        is_first=after is None,
        may_add=visit.denial(acts.CREATE_SAML_APPLICATION, instance.arn),
    )


def _with_providers(found: Sequence[Application]) -> list[tuple[Application, ApplicationProvider]]:
    return [(each, providers.get(each.provider_arn)) for each in found]
