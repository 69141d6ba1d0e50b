"""Signing in through an external identity provider: the way there, and the last step back in the browser that began."""

from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, identify, perform
from gatepost.core.federation import identity_source, sign_in
from gatepost.core.federation.model import ExternalProvider, SignInRequest
from gatepost.core.keys import first, signing_keys
from gatepost.core.keys.model import KeyUse
from gatepost.core.signin import external
from gatepost.core.signin.events import EVENT_SOURCE
from gatepost.core.signin.outcomes import SignedIn
from gatepost.doors.portal import entrance
from gatepost.doors.visit import Site
from gatepost.kit.errors import Invalid
from gatepost.kit.sentences import Sentence
from gatepost.web.dispatch import Route
from gatepost.web.headers import form_action_source
from gatepost.web.limits import read_form
from gatepost.web.return_to import local_path
from gatepost.web.saml import bindings, metadata, names, requests
from gatepost.web.saml.requests import AuthnRequest
from gatepost.web.saml.signatures import Signer

_BINDINGS: Final = {"HTTP-Redirect": names.REDIRECT, "HTTP-POST": names.POST}


def routes(site: Site) -> list[Route]:
    """Return where the way to the provider begins, and where it ends."""
    return [
        Route("POST", "/sign-in/external", lambda request: _begin(site, request)),
        Route("POST", "/sign-in/external/complete", lambda request: _complete(site, request)),
    ]


def find_provider(site: Site, request: Request) -> ExternalProvider | None:
    """Return the provider that people sign in through, if they do."""
    client = site.client(request)
    home = site.home(client)
    return identify(site.runtime, client, lambda call: identity_source.get(call, home).provider, NOBODY)


def page(
    site: Site, request: Request, provider: ExternalProvider, *, return_to: str, is_fresh_wanted: bool
) -> Response:
    """Return the sign-in page that leads to the provider.

    `form-action` holds for what the provider's address redirects to as well, which may be on any of its hosts.
    """
    visit = entrance.visit_of(site, request)
    response = site.render(
        request,
        "sign_in_external.html",
        form_action=("https:", form_action_source(provider.sign_on_url)),
        csrf_token=site.csrf.issue(visit, site.runtime.clock.now()),
        provider_name=provider.name,
        return_to=return_to,
        is_fresh_wanted=is_fresh_wanted,
    )
    entrance.keep_visit(site, response, visit)
    return response


def _begin(site: Site, request: Request) -> Response:
    visit, form = site.cookies.visit.read(request), read_form(request.environ)
    site.csrf.require(request, form, visit, site.runtime.clock.now())
    home = site.home(site.client(request))

    def do(call: Call) -> tuple[ExternalProvider, SignInRequest]:
        call.event.type = "AwsServiceEvent"
        call.event.additional["CredentialType"] = "EXTERNAL_IDP"
        provider = sign_in.require_provider(call, home)
        if visit is None:
            raise Invalid(Sentence("Your browser sent no proof that it was shown this form."))
        return provider, sign_in.begin(call, visit, local_path(form.get("return_to")))

    ask = site.ask(request, NOBODY, "signin:CredentialChallenge", EVENT_SOURCE, writes=True)
    provider, begun = perform(site.runtime, ask, do)
    return _send(site, request, provider, begun, is_fresh_wanted="fresh" in form)


def _send(
    site: Site, request: Request, provider: ExternalProvider, begun: SignInRequest, *, is_fresh_wanted: bool
) -> Response:
    """Send the browser to the provider with a signed request, by the binding that the provider takes."""
    public_url = site.runtime.settings.public_url
    document = requests.build(
        AuthnRequest(
            id=begun.request_id,
            issuer=metadata.service_provider_id(public_url),
            issued_at=site.runtime.clock.now(),
            destination=provider.sign_on_url,
            assertion_consumer_service_url=metadata.consumer_url(public_url),
            protocol_binding=names.POST,
            force_authn=is_fresh_wanted,
            name_id_format=names.NAME_ID_FORMATS["unspecified"],
        )
    )
    signer = _signer(site, request)
    if provider.sign_on_binding == "HTTP-Redirect":
        url = bindings.to_redirect(provider.sign_on_url, document, "SAMLRequest", None, signer)
        response = redirect(url, 303)
        response.headers["Cache-Control"] = "no-store"
        return response
    return site.render(
        request,
        "post_message.html",
        form_action=("https:", form_action_source(provider.sign_on_url)),
        action_url=provider.sign_on_url,
        fields={"SAMLRequest": bindings.to_signed_post(document, signer)},
        recipient=provider.name,
    )


def _signer(site: Site, request: Request) -> Signer:
    client = site.client(request)
    home = site.home(client)
    key = first.current(site.runtime, client, home.instance_id, home.owner_account_id, KeyUse.SAML_SERVICE_PROVIDER)
    return Signer(signing_keys.open_private(site.runtime.vault, key), key.certificate)


def _complete(site: Site, request: Request) -> Response:
    """Open the session: the provider's answer has been taken, and this is the browser that it was for."""
    form = read_form(request.environ)
    visit, held = entrance.visit_of(site, request), entrance.held_by(site, request)

    def do(call: Call) -> SignedIn:
        return external.admit(call, form.get("ticket", ""), visit, held)

    ask = site.ask(request, NOBODY, "signin:CredentialVerification", EVENT_SOURCE, writes=True)
    return entrance.go_on(site, perform(site.runtime, ask, do))
