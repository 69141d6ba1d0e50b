"""The grants by which an application gets tokens: given by a button, and taken away after a question."""

from collections.abc import Mapping
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.applications import grants
from gatepost.core.applications.model import GRANT_TYPES, Grant, GrantType, RefreshTokenGrant, TokenExchangeGrant
from gatepost.doors.console import acts, question
from gatepost.doors.console.applications.addresses import PAGE, arn_of, describe, url, url_of
from gatepost.doors.console.applications.oauth import put_grant
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route

_BY_BUTTON: Final[Mapping[str, Grant]] = {
    GRANT_TYPES[type(each)]: each for each in (RefreshTokenGrant(), TokenExchangeGrant())
}
_WORDS: Final[Mapping[GrantType, tuple[str, str]]] = {
    "authorization_code": (
        "signing in by redirect",
        "Nobody can sign in to it from a browser any more, and its redirect URIs are lost.",
    ),
    "refresh_token": ("refresh tokens", "People have to sign in to it anew whenever a token ends."),
    "urn:ietf:params:oauth:grant-type:jwt-bearer": (
        "tokens of trusted issuers",
        "It gets no tokens any more for those of other issuers, and what it may bring of each is lost.",
    ),
    "urn:ietf:params:oauth:grant-type:token-exchange": (
        "token exchange",
        "It cannot exchange tokens any more that it was given by others.",
    ),
}
"""What a grant is called in a question, and what follows when it goes."""


def routes(console: Console) -> list[Route]:
    """Return where the buttons lead, and the page that asks before a grant goes."""
    page = console.page
    return [
        Route("POST", f"{PAGE}/grants/add", page(_add)),
        Route("GET", f"{PAGE}/grants/remove", page(_ask_to_remove)),
        Route("POST", f"{PAGE}/grants/remove", page(_remove)),
    ]


def _add(visit: Visit, account_id: str, application_id: str) -> Response:
    grant = _BY_BUTTON.get(visit.form().get("grant_type", ""))
    if grant is None:
        raise NotFound("Choose a grant from the page.")
    put_grant(visit, arn_of(visit, account_id, application_id), grant)
    return visit.go(url(account_id, application_id), "settings-saved")


def _ask_to_remove(visit: Visit, account_id: str, application_id: str) -> Response:
    visit.require(acts.DELETE_APPLICATION_GRANT, arn_of(visit, account_id, application_id))
    grant_type = _known(visit.query("grant_type"))
    found = describe(visit, account_id, application_id)
    words, follows = _WORDS[grant_type]
    return question.ask(
        visit,
        Question(
            does=f"Take {words} from {found.name}",
            follows=(follows,),
            back=url_of(found),
            back_words=found.name,
            sent={"grant_type": grant_type},
        ),
    )


def _remove(visit: Visit, account_id: str, application_id: str) -> Response:
    grant_type = _known(visit.form().get("grant_type", ""))
    arn = arn_of(visit, account_id, application_id)
    visit.perform(
        acts.DELETE_APPLICATION_GRANT,
        lambda call: grants.delete(call, arn, grant_type),
        on=(arn,),
        parameters={"applicationArn": arn, "grantType": grant_type},
    )
    return visit.go(url(account_id, application_id), "settings-saved")


def _known(text: str) -> GrantType:
    found = next((each for each in _WORDS if each == text), None)
    if found is None:
        raise NotFound("There is no such grant.")
    return found
