"""Reading the identity provider's metadata again, now: what is new is taken over, and said."""

from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from gatepost.core.federation import identity_source, metadata_refresh
from gatepost.core.federation.model import ExternalProvider
from gatepost.doors import saml_metadata
from gatepost.doors.console import acts, fields
from gatepost.doors.console.settings import identity_source as page_of_source
from gatepost.doors.console.settings import provider_news
from gatepost.doors.console.visit import Console, Visit
from gatepost.web.dispatch import Route

PAGE: Final = f"{page_of_source.PAGE}/refresh"


def routes(console: Console) -> list[Route]:
    """Return where the button leads, and where somebody comes back to who had to sign in first."""
    page = console.page
    return [Route("GET", PAGE, page(lambda _: redirect(page_of_source.PAGE, 303))), Route("POST", PAGE, page(_refresh))]


def _refresh(visit: Visit) -> Response:
    visit.form()
    visit.require(acts.REFRESH_IDENTITY_SOURCE, visit.instance.arn)
    try:
        before, after = _taken_over(visit)
    except fields.REFUSALS as problem:
        return page_of_source.show(visit, f"{problem.message} People sign in as before.")
    return page_of_source.show(visit, news=provider_news.between(before, after))


def _taken_over(visit: Visit) -> tuple[ExternalProvider, ExternalProvider]:
    """Return the provider as it was known and as it is: what is fetched is fetched before the call, which may run again."""
    instance = visit.instance
    before = visit.perform(
        acts.GET_IDENTITY_SOURCE, lambda call: identity_source.get(call, instance), on=(instance.arn,)
    ).provider
    if before is None or before.metadata_url is None:
        raise metadata_refresh.no_address()
    facts = saml_metadata.provider_facts(visit.console.fetch(before.metadata_url))
    after = visit.perform(
        acts.REFRESH_IDENTITY_SOURCE, lambda call: metadata_refresh.take_over(call, instance, facts), on=(instance.arn,)
    )
    return before, after.provider or before
