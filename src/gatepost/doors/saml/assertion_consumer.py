"""Where an identity provider's answers arrive: judged, taken once, and handed to the browser that began (saml-profiles 4.1.4)."""

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, identify, perform, record_failure
from gatepost.core.federation import provider_certificates, sign_in
from gatepost.core.federation.logout_model import ProviderSession
from gatepost.core.federation.model import Claim, ExternalProvider
from gatepost.doors.saml import provider_refusals, service_provider
from gatepost.doors.visit import Site
from gatepost.kit.errors import Invalid, Problem, Unavailable
from gatepost.web.dispatch import Route
from gatepost.web.limits import Limits, read_form
from gatepost.web.saml import assertions, bindings, encryption, metadata
from gatepost.web.saml.assertions import Assertion, Expected

EVENT_SOURCE = "signin.amazonaws.com"
_ACTION = "signin:UserAuthentication"
_LIMITS = Limits(form_body=786_432, form_field=524_288)
_COMPLETE = "/sign-in/external/complete"


def routes(site: Site) -> list[Route]:
    """Return the assertion consumer service."""
    return [Route("POST", "/saml/sp/acs", lambda request: _take(site, request))]


def _take(site: Site, request: Request) -> Response:
    try:
        provider = _provider(site, request)
        assertion = _read(site, request, provider)
        ticket = _accept(site, request, provider, assertion)
    except Unavailable:
        raise
    except Problem as problem:
        if isinstance(problem, Invalid):
            ask = site.ask(request, NOBODY, _ACTION, EVENT_SOURCE)
            record_failure(site.runtime, ask, problem)
        return provider_refusals.render(site, request, problem)
    return site.render(
        request,
        "post_message.html",
        action_url=_COMPLETE,
        fields={"ticket": ticket},
        recipient=site.runtime.settings.organisation_name,
    )


def _provider(site: Site, request: Request) -> ExternalProvider:
    client = site.client(request)
    home = site.home(client)
    return identify(site.runtime, client, lambda call: sign_in.require_provider(call, home), NOBODY)


def _read(site: Site, request: Request, provider: ExternalProvider) -> Assertion:
    form = read_form(request.environ, _LIMITS)
    received = bindings.from_post(form.get("SAMLResponse", ""), None)
    public_url, now = site.runtime.settings.public_url, site.runtime.clock.now()
    expected = Expected(
        issuer=provider.entity_id,
        certificates=provider_certificates.believed(provider, now),
        expired_certificates=provider_certificates.expired(provider, now),
        audience=metadata.service_provider_id(public_url),
        url=metadata.consumer_url(public_url),
        now=now,
    )
    return assertions.read(
        received.root,
        expected,
        lambda sealed: encryption.decrypt(sealed, service_provider.private_keys(site, request)),
    )


def _accept(site: Site, request: Request, provider: ExternalProvider, assertion: Assertion) -> str:
    home = site.home(site.client(request))
    claim = Claim(
        assertion_id=assertion.id,
        subject=ProviderSession(
            provider.entity_id,
            assertion.name_id.value,
            assertion.name_id.format,
            assertion.name_id.name_qualifier,
            assertion.name_id.sp_name_qualifier,
            assertion.session_index,
        ),
        in_response_to=assertion.in_response_to,
        attributes=assertion.attributes,
        expires_at=assertion.expires_at,
    )

    def do(call: Call) -> str:
        call.event.type = "AwsServiceEvent"
        call.event.additional |= {"CredentialType": "EXTERNAL_IDP", "identityProvider": provider.entity_id}
        return sign_in.accept(call, home, claim)

    ask = site.ask(request, NOBODY, "signin:CredentialVerification", EVENT_SOURCE, writes=True)
    return perform(site.runtime, ask, do)
