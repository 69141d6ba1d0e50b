"""The certificates by which partners recognise Gatepost's SAML messages, and their rotation in three steps that overlap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.x509 import load_pem_x509_certificate
from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.keys import certificates, signing_keys
from gatepost.core.keys.model import KeyState, KeyUse, SigningKey
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route


@dataclass(frozen=True, slots=True)
class Role:
    """Gatepost in one of its two roles: whom it speaks to, what its certificates are for, and where their pages are.

    `partner` is who has to learn a new certificate; `refusal` says what becomes of one who has not. `back` is the page that
    leads here, called `back_words`.
    """

    use: KeyUse
    name: str
    page: str
    back: str
    back_words: str
    partner: str
    refusal: str
    first: str

    @property
    def parameters(self) -> dict[str, object]:
        """What an event says it was about, as the API names it."""
        return {"use": self.name}


IDENTITY_PROVIDER: Final = Role(
    use=KeyUse.SAML_IDENTITY_PROVIDER,
    name="identity-provider",
    page=f"{HOME}/applications/certificates",
    back=f"{HOME}/applications",
    back_words="Applications",
    partner="every application",
    refusal="Applications that know no other one refuse everybody who comes from here.",
    first="The first is made when somebody enters an application, or looks at the metadata.",
)
SERVICE_PROVIDER: Final = Role(
    use=KeyUse.SAML_SERVICE_PROVIDER,
    name="service-provider",
    page=f"{HOME}/settings/identity-source/certificates",
    back=f"{HOME}/settings/identity-source",
    back_words="Identity source",
    partner="the identity provider",
    refusal="An identity provider that knows no other one lets nobody sign in who comes from here.",
    first="The first is made when somebody signs in through an identity provider, or looks at the metadata.",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate that is published, and the digest by which people compare it."""

    key: SigningKey
    fingerprint: str


def routes(console: Console) -> list[Route]:
    """Return the pages of both roles."""
    return [*_Pages(IDENTITY_PROVIDER).routes(console), *_Pages(SERVICE_PROVIDER).routes(console)]


def published(visit: Visit, role: Role) -> Sequence[Shown]:
    """Return what is published for a role, the one that signs first."""
    instance = visit.instance
    keys = visit.perform(
        acts.LIST_SAML_CERTIFICATES,
        lambda call: signing_keys.published(call, instance.instance_id, role.use),
        on=(instance.arn,),
        parameters=role.parameters,
    )
    return [Shown(key, _fingerprint(key)) for key in keys]


def _fingerprint(key: SigningKey) -> str:
    return certificates.fingerprint(load_pem_x509_certificate(key.certificate.encode("ascii")))


@dataclass(frozen=True, slots=True)
class _Pages:
    """The page of a role's certificates, and the steps of a rotation."""

    role: Role

    def routes(self, console: Console) -> list[Route]:
        """Return them, and the pages that ask before a certificate signs no more or goes."""
        at, page = self.role.page, console.page
        return [
            Route("GET", at, page(self.show)),
            Route("POST", f"{at}/next", page(self.issue)),
            Route("GET", f"{at}/activate", page(self.ask_to_activate)),
            Route("POST", f"{at}/activate", page(self.activate)),
            Route("GET", f"{at}/<key_id>/delete", page(self.ask_to_delete)),
            Route("POST", f"{at}/<key_id>/delete", page(self.delete)),
        ]

    def show(self, visit: Visit, problem: str | None = None) -> Response:
        """Show what is published, with a sentence about what did not work, if something did not."""
        shown, arn = published(visit, self.role), visit.instance.arn
        return visit.render(
            "saml_certificates.html",
            status=200 if problem is None else 409,
            role_of_gatepost=self.role,
            certificates=shown,
            has_next=any(each.key.state is KeyState.NEXT for each in shown),
            problem=problem,
            denials={
                "issue": visit.denial(acts.ISSUE_SAML_CERTIFICATE, arn),
                "activate": visit.denial(acts.ACTIVATE_SAML_CERTIFICATE, arn),
                "delete": visit.denial(acts.DELETE_SAML_CERTIFICATE, arn),
            },
        )

    def issue(self, visit: Visit) -> Response:
        """Publish the certificate that will sign next."""
        visit.form()
        instance, runtime, use = visit.instance, visit.runtime, self.role.use
        visit.require(acts.ISSUE_SAML_CERTIFICATE, instance.arn)
        pair = certificates.make(f"Gatepost {instance.instance_id} {use.value}", runtime.clock.now(), runtime.entropy)
        return self._step(
            visit,
            acts.ISSUE_SAML_CERTIFICATE,
            lambda call: signing_keys.issue_next(call, instance.instance_id, use, pair),
        )

    def ask_to_activate(self, visit: Visit) -> Response:
        """Ask before another certificate signs."""
        visit.require(acts.ACTIVATE_SAML_CERTIFICATE, visit.instance.arn)
        shown = {each.key.state: each for each in published(visit, self.role)}
        if KeyState.NEXT not in shown:
            raise NotFound("There is no next certificate that could sign.")
        earlier = ("The earlier certificate is deleted.",) if KeyState.PREVIOUS in shown else ()
        follows = (self.role.refusal, "The one that signs now stays published until you delete it.", *earlier)
        return self._ask(visit, "Let the next certificate sign", shown[KeyState.NEXT], follows)

    def activate(self, visit: Visit) -> Response:
        """Let the next certificate sign."""
        visit.form()
        instance_id, use = visit.instance.instance_id, self.role.use
        return self._step(
            visit, acts.ACTIVATE_SAML_CERTIFICATE, lambda call: signing_keys.activate_next(call, instance_id, use)
        )

    def ask_to_delete(self, visit: Visit, key_id: str) -> Response:
        """Ask before a certificate is published no longer."""
        visit.require(acts.DELETE_SAML_CERTIFICATE, visit.instance.arn)
        found = next((each for each in published(visit, self.role) if each.key.key_id == key_id), None)
        if found is None or found.key.state is KeyState.CURRENT:
            raise NotFound("There is no such certificate that could be deleted.")
        return self._ask(visit, "Delete the certificate", found, ("It is published no longer.", self.role.refusal))

    def delete(self, visit: Visit, key_id: str) -> Response:
        """Publish a certificate no longer."""
        visit.form()
        instance_id, use = visit.instance.instance_id, self.role.use
        return self._step(
            visit, acts.DELETE_SAML_CERTIFICATE, lambda call: signing_keys.retire(call, instance_id, use, key_id)
        )

    def _ask(self, visit: Visit, does: str, certificate: Shown, follows: tuple[str, ...]) -> Response:
        facts: dict[str, str | datetime] = {"SHA-256": certificate.fingerprint, "Until": certificate.key.expires_at}
        return question.ask(visit, Question(does, follows, self.role.page, "Certificates", facts=facts))

    def _step(self, visit: Visit, act: Act, do: Callable[[Call], object]) -> Response:
        try:
            visit.perform(act, do, on=(visit.instance.arn,), parameters=self.role.parameters)
        except fields.REFUSALS as problem:
            return self.show(visit, problem=problem.message)
        return visit.go(self.role.page, "settings-saved")
