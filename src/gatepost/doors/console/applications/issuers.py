"""Trusted token issuers: OpenID Connect providers whose tokens applications may bring for their users."""

from collections.abc import Mapping, Sequence
from typing import Final

import regex
from werkzeug.wrappers import Response

from gatepost.core.applications import trusted_token_issuers
from gatepost.core.applications.model import OidcJwtConfiguration, TrustedTokenIssuer
from gatepost.core.applications.trusted_token_issuers import OidcJwtChange
from gatepost.core.call import Call
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.applications.index import APPLICATIONS
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import ONCE, Console, Looked, Visit
from gatepost.kit import arns
from gatepost.kit.paging import PageRequest
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form

ISSUERS: Final = f"{APPLICATIONS}/issuers"
NEW: Final = f"{ISSUERS}/new"
PAGE: Final = f"{ISSUERS}/<account_id>/<issuer_id>"
ATTRIBUTES: Final = ("userName", "emails.value", "externalIds.id")
"""The attributes of people that make sense to look for; others of one or two steps are taken as well."""

_ALL: Final = PageRequest(1000)
_CLAIM: Final = ("claim", "This is a claim of letters, such as sub, email or upn, of three steps at most.")
_ATTRIBUTE: Final = ("attribute", "This is an attribute of a user, such as userName or emails.value.")
_NAME: Final = ("name", "A name has letters, digits and any of _ + = , . @ -, and no blanks.")
_URL: Final = ("url", "This is no address of an issuer, such as https://login.example.com.")
_PATTERNS: Final = {
    _NAME: regex.compile(r"[\w+=,.@-]{1,255}"),
    _URL: regex.compile(r"https?://[-a-zA-Z0-9+&@/%=~_|!:,.;]*[-a-zA-Z0-9+&@/%=~_|]"),
    _CLAIM: regex.compile(r"\p{L}+(?:[._]\p{L}+){0,2}"),
    _ATTRIBUTE: regex.compile(r"\p{L}+(?:\.\p{L}+){0,2}"),
}
"""sso-admin `TrustedTokenIssuerName`, `TrustedTokenIssuerUrl`, `ClaimAttributePath` and `JMESPath`."""
_LABELS: Final = {"name": "The name", "url": "The address", "claim": "The claim", "attribute": "The attribute"}


def routes(console: Console) -> list[Route]:
    """Return the list, the form of a new one, one's page, and the page that asks before one is deleted."""
    page = console.page
    return [
        Route("GET", ISSUERS, page(_list)),
        Route(
            "GET", NEW, page(lambda visit: _form(visit, None, Typed({"claim": "email", "attribute": "emails.value"})))
        ),
        Route("POST", NEW, page(_create)),
        Route("GET", PAGE, page(_show)),
        Route("POST", PAGE, page(_save)),
        Route("GET", f"{PAGE}/delete", page(_ask_to_delete)),
        Route("POST", f"{PAGE}/delete", page(_delete)),
    ]


def listed(visit: Visit) -> Looked[Sequence[TrustedTokenIssuer]]:
    """Return the instance's trusted token issuers."""
    instance_arn = visit.instance.arn
    return visit.look(
        acts.LIST_TOKEN_ISSUERS,
        lambda call: trusted_token_issuers.list_of_instance(call, instance_arn, _ALL).items,
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn},
    )


def url_of(issuer: TrustedTokenIssuer) -> str:
    """Return the address of an issuer's page."""
    return f"{ISSUERS}/{issuer.account_id}/{issuer.issuer_id}"


def _list(visit: Visit) -> Response:
    found = listed(visit)
    return visit.render(
        "applications/issuers.html",
        issuers=Looked([(each, url_of(each)) for each in found.found or ()], found.denied),
        may_add=visit.denial(acts.CREATE_TOKEN_ISSUER, visit.instance.arn),
    )


def _read(form: Form, names: Sequence[str]) -> Typed:
    typed = fields.typed(form, names)
    typed.require({name: _LABELS[name] for name in names}, longest=255)
    for (name, sentence), pattern in _PATTERNS.items():
        if name in names and name not in typed.problems and not pattern.fullmatch(typed[name]):
            typed.problems[name] = sentence
    return typed


def _create(visit: Visit) -> Response:
    form, instance_arn = visit.form(), visit.instance.arn
    visit.require(acts.CREATE_TOKEN_ISSUER, instance_arn)
    typed = _read(form, tuple(_LABELS))
    configuration = OidcJwtConfiguration(typed["url"], typed["claim"], typed["attribute"], "OPEN_ID_DISCOVERY")

    def do(call: Call) -> Mapping[str, str]:
        made = trusted_token_issuers.create(
            call, instance_arn=instance_arn, name=typed["name"], type="OIDC_JWT", configuration=configuration
        )
        return {"arn": made.arn}

    if typed.is_sound:
        parameters = {"instanceArn": instance_arn, "name": typed["name"], "trustedTokenIssuerType": "OIDC_JWT"}
        try:
            visit.perform(
                acts.CREATE_TOKEN_ISSUER,
                do,
                on=(instance_arn,),
                parameters=parameters,
                once=form.get(ONCE, ""),
                fingerprint=dict(typed.values),
            )
            return visit.go(ISSUERS, "issuer-added")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _form(visit, None, typed, 400)


def _describe(visit: Visit, account_id: str, issuer_id: str) -> TrustedTokenIssuer:
    arn = arns.trusted_token_issuer(account_id, visit.instance.instance_id, issuer_id)
    return visit.perform(
        acts.DESCRIBE_TOKEN_ISSUER,
        lambda call: trusted_token_issuers.get(call, arn),
        on=(arn,),
        parameters={"trustedTokenIssuerArn": arn},
    )


def _show(visit: Visit, account_id: str, issuer_id: str) -> Response:
    found = _describe(visit, account_id, issuer_id)
    held = found.configuration
    values = {"name": found.name, "claim": held.claim_attribute_path, "attribute": held.identity_store_attribute_path}
    return _form(visit, found, Typed(values))


def _save(visit: Visit, account_id: str, issuer_id: str) -> Response:
    form, found = visit.form(), _describe(visit, account_id, issuer_id)
    visit.require(acts.UPDATE_TOKEN_ISSUER, found.arn)
    typed = _read(form, ("name", "claim", "attribute"))
    change = OidcJwtChange(claim_attribute_path=typed["claim"], identity_store_attribute_path=typed["attribute"])
    if typed.is_sound:
        try:
            visit.perform(
                acts.UPDATE_TOKEN_ISSUER,
                lambda call: trusted_token_issuers.update(call, found.arn, name=typed["name"], change=change),
                on=(found.arn,),
                parameters={"trustedTokenIssuerArn": found.arn, "name": typed["name"]},
            )
            return visit.go(ISSUERS, "settings-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _form(visit, found, typed, 400)


def _form(visit: Visit, issuer: TrustedTokenIssuer | None, typed: Typed, status: int = 200) -> Response:
    if issuer is None:
        visit.require(acts.CREATE_TOKEN_ISSUER, visit.instance.arn)
    return visit.render(
        "applications/issuer.html",
        status=status,
        issuer=issuer,
        url=None if issuer is None else url_of(issuer),
        typed=typed,
        attributes=ATTRIBUTES,
        denials={
            "change": None if issuer is None else visit.denial(acts.UPDATE_TOKEN_ISSUER, issuer.arn),
            "delete": None if issuer is None else visit.denial(acts.DELETE_TOKEN_ISSUER, issuer.arn),
        },
    )


def _ask_to_delete(visit: Visit, account_id: str, issuer_id: str) -> Response:
    found = _describe(visit, account_id, issuer_id)
    visit.require(acts.DELETE_TOKEN_ISSUER, found.arn)
    return question.ask(
        visit,
        Question(
            does=f"Delete {found.name}",
            facts={"Issuer": found.configuration.issuer_url},
            follows=(
                "Applications that bring tokens of this issuer get none here any more for them.",
                "An issuer that you add again is another one: each application has to be told of it.",
            ),
            back=url_of(found),
            back_words=found.name,
        ),
    )


def _delete(visit: Visit, account_id: str, issuer_id: str) -> Response:
    visit.form()
    found = _describe(visit, account_id, issuer_id)
    visit.perform(
        acts.DELETE_TOKEN_ISSUER,
        lambda call: trusted_token_issuers.delete(call, found.arn),
        on=(found.arn,),
        parameters={"trustedTokenIssuerArn": found.arn},
    )
    return visit.go(ISSUERS, "issuer-deleted")
