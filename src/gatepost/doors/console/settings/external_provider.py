"""Letting people sign in through an external identity provider: its metadata, who keeps a way in, a look, and the change."""

from dataclasses import asdict
from typing import Final, cast, get_args

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.federation.metadata_refresh import ProviderFacts
from gatepost.core.federation.model import Choice, ExternalProvider, SignOnBinding, SourceKind
from gatepost.doors import saml_metadata
from gatepost.doors.console import acts, fields
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.settings import identity_source
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import Invalid, NotFound
from gatepost.web import limits
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form
from gatepost.web.saml.documents import LARGEST_METADATA

PAGE: Final = f"{identity_source.PAGE}/external"
_TEXTS: Final = ("name", "url", "xml", "allows_unsolicited", "emergency", "names")
_KEPT: Final = ("name", "entity_id", "sign_on_url", "sign_on_binding", "logout_url", "logout_binding", "metadata_url")
_MOST_EMERGENCY: Final = 10
_MOST_NAMES: Final = 1000


def routes(console: Console) -> list[Route]:
    """Return the form, the look at what it comes to, and what that look's button sends."""
    page = console.page
    return [
        Route("GET", PAGE, page(_begin)),
        Route("POST", PAGE, page(_look)),
        Route("POST", f"{PAGE}/change", page(_change)),
    ]


def _begin(visit: Visit) -> Response:
    return _form(visit, Typed({"emergency": visit.administrator.person.user_name or ""}))


def _form(visit: Visit, typed: Typed, status: int = 200) -> Response:
    identity_source.require(visit)
    return visit.render("settings/external_provider.html", status=status, typed=typed, most_bytes=LARGEST_METADATA)


def _look(visit: Visit) -> Response:
    """Show what the change would keep and lose. Nothing is changed."""
    identity_source.require(visit)
    typed = Typed({})
    try:
        upload = visit.upload("file", LARGEST_METADATA + limits.DEFAULT.form_body)
        typed = fields.typed(upload.form, _TEXTS)
        typed.require({"name": "The name"}, longest=64)
        provider = _provider(visit, typed, upload.content)
        emergency = _emergency(visit, typed)
        names = typed.words("names")[:_MOST_NAMES]
        if provider is not None and typed.is_sound:
            choice = Choice(SourceKind.EXTERNAL_IDP, provider, tuple(user_id for user_id, _ in emergency))
            seen = identity_source.preview(visit, choice, names)
            return visit.render(
                "settings/external_provider_preview.html", choice=choice, emergency=emergency, preview=seen, kept=_KEPT
            )
    except (NotFound, *fields.REFUSALS) as problem:
        typed.problems["file" if problem.reason == limits.TOO_LARGE else fields.FORM] = problem.message
    return _form(visit, typed, 400)


def _provider(visit: Visit, typed: Typed, file: bytes | None) -> ExternalProvider | None:
    """Return the provider as its metadata describe it; None where that cannot be, with a sentence at the field."""
    document = file or typed["xml"].encode()
    if not document and not typed["url"]:
        typed.problems["file"] = "Choose a file, name an address, or paste the metadata."
        return None
    try:
        facts = saml_metadata.provider_facts(document or visit.console.fetch(typed["url"]))
    except Invalid as problem:
        typed.problems["file" if document else "url"] = problem.message
        return None
    return _of_facts(typed, facts, metadata_url=None if document else typed["url"])


def _of_facts(typed: Typed, facts: ProviderFacts, metadata_url: str | None) -> ExternalProvider:
    return ExternalProvider(
        name=typed["name"],
        allows_unsolicited=bool(typed["allows_unsolicited"]),
        metadata_url=metadata_url,
        **asdict(facts),
    )


def _emergency(visit: Visit, typed: Typed) -> list[tuple[str, str]]:
    """Return ids and names of who keeps a password; a name that nobody has is blamed at the field."""
    wanted = typed.words("emergency")
    if not 1 <= len(wanted) <= _MOST_EMERGENCY:
        typed.problems["emergency"] = f"Name 1 to {_MOST_EMERGENCY} users, by their user names."
        return []
    store_id = visit.store_id

    def do(call: Call) -> list[tuple[str, str]]:
        found = []
        for name in wanted:
            try:
                user = users.get_by_name(call, store_id, name)
                found.append((user.user_id, user.user_name))
            except NotFound:
                typed.problems["emergency"] = f"Nobody has the user name {name}."
        return found

    return visit.perform(acts.LIST_USERS, do, on=(visit.store_arn,), parameters={"identityStoreId": store_id})


def _change(visit: Visit) -> Response:
    form = visit.form()
    try:
        return identity_source.change(visit, _choice(form))
    except (NotFound, *fields.REFUSALS) as problem:
        typed = Typed({"name": form.get("name", "")}, {fields.FORM: problem.message})
        return _form(visit, typed, 409)


def _choice(form: Form) -> Choice:
    """Return the choice that was looked at, as its page sends it."""
    provider = ExternalProvider(
        name=form.get("name", "")[:64],
        entity_id=form.get("entity_id", "")[:1024],
        sign_on_url=form.get("sign_on_url", ""),
        # A browser sends each line's end as two characters.
        certificates=tuple(each.replace("\r\n", "\n") for each in form.getlist("certificate")),
        sign_on_binding=_binding(form.get("sign_on_binding")),
        allows_unsolicited=bool(form.get("allows_unsolicited")),
        logout_url=form.get("logout_url") or None,
        logout_binding=_binding(form.get("logout_binding")),
        metadata_url=form.get("metadata_url") or None,
    )
    return Choice(SourceKind.EXTERNAL_IDP, provider, tuple(form.getlist("emergency")))


def _binding(text: str | None) -> SignOnBinding:
    return cast(SignOnBinding, text) if text in get_args(SignOnBinding) else "HTTP-Redirect"
