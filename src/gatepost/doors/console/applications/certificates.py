"""The certificates by which applications recognise Gatepost's SAML messages, and their rotation in three steps that overlap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.keys import certificates, signing_keys
from gatepost.core.keys.model import KeyState, KeyUse, SigningKey
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.applications.index import APPLICATIONS
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route

PAGE: Final = f"{APPLICATIONS}/certificates"
_USE: Final = KeyUse.SAML_IDENTITY_PROVIDER


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate that is published, and the digest by which people compare it."""

    key: SigningKey
    fingerprint: str


def routes(console: Console) -> list[Route]:
    """Return the page, the steps of a rotation, and the pages that ask before a certificate signs no more or goes."""
    page = console.page
    return [
        Route("GET", PAGE, page(_page)),
        Route("POST", f"{PAGE}/next", page(_issue)),
        Route("GET", f"{PAGE}/activate", page(_ask_to_activate)),
        Route("POST", f"{PAGE}/activate", page(_activate)),
        Route("GET", f"{PAGE}/<key_id>/delete", page(_ask_to_delete)),
        Route("POST", f"{PAGE}/<key_id>/delete", page(_delete)),
    ]


def _issue(visit: Visit) -> Response:
    visit.form()
    instance, runtime = visit.instance, visit.runtime
    visit.require(acts.ISSUE_SAML_CERTIFICATE, instance.arn)
    pair = certificates.make(f"Gatepost {instance.instance_id} {_USE.value}", runtime.clock.now(), runtime.entropy)
    return _step(
        visit,
        acts.ISSUE_SAML_CERTIFICATE,
        lambda call: signing_keys.issue_next(call, instance.instance_id, _USE, pair),
    )


def _activate(visit: Visit) -> Response:
    visit.form()
    instance_id = visit.instance.instance_id
    return _step(
        visit, acts.ACTIVATE_SAML_CERTIFICATE, lambda call: signing_keys.activate_next(call, instance_id, _USE)
    )


def _delete(visit: Visit, key_id: str) -> Response:
    visit.form()
    instance_id = visit.instance.instance_id
    return _step(visit, acts.DELETE_SAML_CERTIFICATE, lambda call: signing_keys.retire(call, instance_id, _USE, key_id))


def _step(visit: Visit, act: Act, do: Callable[[Call], object]) -> Response:
    try:
        visit.perform(act, do, on=(visit.instance.arn,), parameters={"use": "identity-provider"})
    except fields.REFUSALS as problem:
        return _page(visit, problem=problem.message)
    return visit.go(PAGE, "settings-saved")


def _ask_to_activate(visit: Visit) -> Response:
    visit.require(acts.ACTIVATE_SAML_CERTIFICATE, visit.instance.arn)
    shown = _list(visit)
    following = next((each for each in shown if each.key.state is KeyState.NEXT), None)
    if following is None:
        raise NotFound("There is no next certificate that could sign.")
    gone = (
        ("The earlier certificate is deleted.",) if any(each.key.state is KeyState.PREVIOUS for each in shown) else ()
    )
    return question.ask(
        visit,
        Question(
            does="Let the next certificate sign",
            facts={"SHA-256": following.fingerprint},
            follows=(
                "Applications that have not learned it refuse everybody who comes from here.",
                "The one that signs now stays published until you delete it.",
                *gone,
            ),
            back=PAGE,
            back_words="Certificates",
        ),
    )


def _ask_to_delete(visit: Visit, key_id: str) -> Response:
    visit.require(acts.DELETE_SAML_CERTIFICATE, visit.instance.arn)
    found = next((each for each in _list(visit) if each.key.key_id == key_id), None)
    if found is None or found.key.state is KeyState.CURRENT:
        raise NotFound("There is no such certificate that could be deleted.")
    return question.ask(
        visit,
        Question(
            does="Delete the certificate",
            facts={"SHA-256": found.fingerprint},
            follows=(
                "It is published no longer. Applications that know no other one refuse everybody who comes from here.",
            ),
            back=PAGE,
            back_words="Certificates",
        ),
    )


def _list(visit: Visit) -> Sequence[Shown]:
    instance = visit.instance
    keys = visit.perform(
        acts.LIST_SAML_CERTIFICATES,
        lambda call: signing_keys.published(call, instance.instance_id, _USE),
        on=(instance.arn,),
        parameters={"use": "identity-provider"},
    )
    return [Shown(key, _fingerprint(key)) for key in keys]


def _fingerprint(key: SigningKey) -> str:
    return load_pem_x509_certificate(key.certificate.encode("ascii")).fingerprint(SHA256()).hex(":").upper()


def _page(visit: Visit, problem: str | None = None) -> Response:
    shown, arn = _list(visit), visit.instance.arn
    states = {each.key.state for each in shown}
    return visit.render(
        "applications/certificates.html",
        status=200 if problem is None else 409,
        certificates=shown,
        has_next=KeyState.NEXT in states,
        problem=problem,
        denials={
            "issue": visit.denial(acts.ISSUE_SAML_CERTIFICATE, arn),
            "activate": visit.denial(acts.ACTIVATE_SAML_CERTIFICATE, arn),
            "delete": visit.denial(acts.DELETE_SAML_CERTIFICATE, arn),
        },
    )
