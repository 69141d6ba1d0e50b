"""The answer to an application: an assertion about the signed-in person, or the reason why there is none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.wrappers import Request, Response

from gatepost.core.actors import Actor
from gatepost.core.applications import participants, saml_applications, saml_assertions
from gatepost.core.applications.name_ids import Naming
from gatepost.core.applications.saml_assertions import Statements
from gatepost.core.applications.saml_model import SamlApplication
from gatepost.core.audit.model import Resource
from gatepost.core.call import Call, perform
from gatepost.core.keys.model import SigningKey
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Factor, Session
from gatepost.doors.saml import identity_provider, message_page
from gatepost.doors.saml.wishes import Wish
from gatepost.doors.visit import Site
from gatepost.kit import ids
from gatepost.web.saml import encryption, names, responses
from gatepost.web.saml.responses import Addressee, Subject, SubjectAttribute
from gatepost.web.saml.signatures import sign

EVENT_SOURCE = "sso.amazonaws.com"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody on the way into an application: whose session, and by which name the application is to know them.

    With `is_to_be_noted` the session does not know yet, or not rightly, that the application takes part in it.
    """

    wish: Wish
    saml: SamlApplication
    naming: Naming
    session: Session
    is_to_be_noted: bool


@dataclass(frozen=True, slots=True)
class Admission:
    """What the core says of a person who enters an application."""

    statements: Statements
    key: SigningKey | None


def federate(site: Site, request: Request, entry: Entry) -> Response:
    """Send a signed-in person to the application with an assertion; Refused where they may not enter it."""
    actor = sessions.actor_of(entry.session)
    admission = _admit(site, request, actor, entry)
    wish, saml, settings = entry.wish, entry.saml, entry.saml.settings
    now = site.runtime.clock.now()
    signer = identity_provider.signer(site, request, admission.key)
    issuer = identity_provider.entity_id(site)
    url = wish.url or settings.assertion_consumer_services[0].url
    relay_state = wish.relay_state if wish.url else settings.relay_state
    addressee = Addressee(settings.entity_id, url, wish.request_id)
    assertion = responses.build_assertion(
        ids.new_saml_id(site.runtime.entropy), issuer, addressee, _subject(entry, admission.statements, now), now
    )
    if settings.sign_assertion:
        sign(assertion, signer)
    if settings.encryption_certificate is not None:
        assertion = encryption.encrypt(assertion, settings.encryption_certificate)
    message = responses.build_response(
        ids.new_saml_id(site.runtime.entropy),
        issuer,
        addressee,
        assertion,
        now,
        signer if settings.sign_response else None,
    )
    site.keep_alive(request, actor, entry.session)
    return message_page.post(site, request, url, message, "SAMLResponse", relay_state, saml.application.name)


def decline(site: Site, request: Request, saml: SamlApplication, wish: Wish, codes: tuple[str, str]) -> Response:
    """Send a person back to the application that asked, with the reason why it gets no assertion."""
    url = wish.url or saml.settings.assertion_consumer_services[0].url
    addressee = Addressee(saml.settings.entity_id, url, wish.request_id)
    message = responses.build_refusal(
        ids.new_saml_id(site.runtime.entropy),
        identity_provider.entity_id(site),
        addressee,
        codes,
        site.runtime.clock.now(),
        identity_provider.signer(site, request),
    )
    return message_page.post(site, request, url, message, "SAMLResponse", wish.relay_state, saml.application.name)


def _admit(site: Site, request: Request, actor: Actor, entry: Entry) -> Admission:
    home, saml = site.home(site.client(request)), entry.saml

    def do(call: Call) -> Admission:
        call.event.type = "AwsServiceEvent"
        call.event.resources.append(Resource("AWS::SSO::Application", saml.application.arn))
        call.event.service_details |= {"application": saml.application.name, "entityId": saml.settings.entity_id}
        user_id = entry.session.person.user_id
        saml_applications.require_entry(call, saml, user_id)
        stated = saml_assertions.statements(call, home, saml.settings, user_id, entry.naming)
        if entry.is_to_be_noted:
            participants.note(call, sessions.current(call).session_id, saml, stated)
        return Admission(stated, identity_provider.find_key(call, home.instance_id))

    ask = site.ask(request, actor, "sso:Federate", EVENT_SOURCE, writes=entry.is_to_be_noted)
    return perform(site.runtime, ask, do)


def _subject(entry: Entry, statements: Statements, now: datetime) -> Subject:
    session, saml = entry.session, entry.saml
    return Subject(
        name_id=statements.name_id,
        name_id_format=names.NAME_ID_FORMATS[statements.name_id_format],
        attributes=[
            SubjectAttribute(each.name, names.NAME_FORMATS[each.name_format], each.values)
            for each in statements.attributes
        ],
        authenticated_at=session.authenticated_at,
        session_index=participants.session_index(session.session_id, saml.application.application_id),
        context_class=names.PASSWORD_PROTECTED if Factor.PASSWORD in session.proven else names.UNSPECIFIED_CONTEXT,
        session_ends_at=min(session.expires_at, now + timedelta(minutes=saml.settings.session_minutes)),
    )
