"""Applications that are entered by SAML, and answers of an external identity provider, signed before the measure."""

import base64
from datetime import datetime, timedelta
from urllib.parse import urlencode

from bench import http
from bench.installation import Core
from bench.load import Script, again, each
from bench.plan import Plan
from bench.requests import grants
from bench.world import World
from gatepost.core.applications import assignments, saml_applications
from gatepost.core.applications.saml_model import AssertionConsumerService, AttributeMapping, SamlSettings
from gatepost.core.call import Call
from gatepost.core.federation import identity_source
from gatepost.core.federation.model import Choice, ExternalProvider, SourceKind
from gatepost.core.instances import instances
from gatepost.core.keys import certificates
from gatepost.kit import ids
from gatepost.web.cookies import cookies
from gatepost.web.saml import documents, metadata, names, responses
from gatepost.web.saml.documents import Element
from gatepost.web.saml.responses import Addressee, Subject, SubjectAttribute
from gatepost.web.saml.signatures import Signer, sign

_COOKIES = cookies(https=False)
_PROVIDER = "https://idp.bench.example.com/metadata"
_WIKI = SamlSettings(
    entity_id="https://wiki.bench.example.com",
    assertion_consumer_services=(AssertionConsumerService("https://wiki.bench.example.com/acs"),),
    attributes=(AttributeMapping("mail", "${user:email}"), AttributeMapping("groups", "${user:groups}")),
    sign_response=False,
)


def enter(world: World, plan: Plan) -> list[Script]:
    """Enter an application from the portal: the answer is built and its assertion signed."""
    with world.installation.core() as core:
        program = grants.register(core, world.person)
        application_id = core.run(lambda call: _connect(call, world))
    headers = {"Cookie": f"{_COOKIES.session.full_name}={program.cookie.reveal()}"}
    request = http.get(f"/saml/idp/launch/{application_id}", headers)
    return [again([request]) for _ in range(plan.connections)]


def sign_in(world: World, plan: Plan) -> list[Script]:
    """Bring answers of the provider, each of them once: verified, found to be new, and taken for the person's."""
    with world.installation.core() as core:
        runtime = core.runtime
        now = runtime.clock.now()
        pair = certificates.make("provider", now, runtime.entropy)
        core.run(lambda call: _trust(call, world, pair.certificate))
        signer = Signer(pair.private_key, pair.certificate)
        url = runtime.settings.public_url
        messages = [_answer(core, url, world.person.user_name, signer, now) for _ in range(plan.requests)]
    requests = iter(messages)
    return [each(requests) for _ in range(plan.connections)]


def assertion(
    assertion_id: str, now: datetime, audience: str = _PROVIDER, name: str = "ada", url: str = _PROVIDER
) -> Element:
    """Return an assertion of the usual size, not signed yet."""
    subject = Subject(
        name_id=name,
        name_id_format=names.NAME_ID_FORMATS["unspecified"],
        attributes=[SubjectAttribute("mail", names.NAME_FORMATS["unspecified"], ["ada@bench.example.com"])],
        authenticated_at=now,
        session_index="_session",
        session_ends_at=now + timedelta(hours=8),
    )
    return responses.build_assertion(assertion_id, _PROVIDER, Addressee(audience, url), subject, now)


def _answer(core: Core, public_url: str, name: str, signer: Signer, now: datetime) -> bytes:
    audience, url = metadata.service_provider_id(public_url), metadata.consumer_url(public_url)
    signed = assertion(ids.new_saml_id(core.runtime.entropy), now, audience, name, url)
    sign(signed, signer)
    message_id = ids.new_saml_id(core.runtime.entropy)
    message = responses.build_response(message_id, _PROVIDER, Addressee(audience, url), signed, now, None)
    form = urlencode({"SAMLResponse": base64.b64encode(documents.to_bytes(message)).decode("ascii")})
    return http.post("/saml/sp/acs", form.encode("ascii"), http.FORM)


def _connect(call: Call, world: World) -> str:
    made = saml_applications.create(call, instances.require(call, world.instance_arn), _WIKI, name="Wiki")
    assignments.create(
        call, application_arn=made.application.arn, principal_type="USER", principal_id=world.person.user_id
    )
    return made.application.application_id


def _trust(call: Call, world: World, certificate: str) -> None:
    provider = ExternalProvider("Bench", _PROVIDER, _PROVIDER, (certificate,), allows_unsolicited=True)
    choice = Choice(SourceKind.EXTERNAL_IDP, provider, (world.person.user_id,))
    identity_source.change(call, instances.require(call, world.instance_arn), choice)
