"""The table of the OAuth grants of applications and its statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, bindparam, delete, select

from gatepost.core.applications.model import (
    GRANT_TYPES,
    AuthorizationCodeGrant,
    AuthorizedTokenIssuer,
    Grant,
    GrantType,
    JwtBearerGrant,
    RefreshTokenGrant,
    TokenExchangeGrant,
)
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction, upsert

application_grants = Table(
    "application_grants",
    metadata,
    Column("application_id", Name(20), ForeignKey("applications.application_id", ondelete="CASCADE"), primary_key=True),
    Column("grant_type", Name(64), primary_key=True),
    Column("settings", Json, nullable=False),
)

_GRANTS = application_grants
_PUT = upsert(_GRANTS, key=["application_id", "grant_type"], update=["settings"])
_OF_APPLICATION = _GRANTS.c.application_id == bindparam("application")
_ONE = (_OF_APPLICATION, _GRANTS.c.grant_type == bindparam("type"))
_FIND = select(_GRANTS.c.settings).where(*_ONE)
_DELETE = delete(_GRANTS).where(*_ONE)
_PAGE = (
    select(_GRANTS.c.grant_type, _GRANTS.c.settings)
    .where(_OF_APPLICATION, _GRANTS.c.grant_type > bindparam("after"))
    .order_by(_GRANTS.c.grant_type)
    .limit(bindparam("size"))
)


def put_grant(tx: Transaction, application_id: str, grant: Grant) -> None:
    """Set a grant, in place of the one of its type."""
    values = {"application_id": application_id, "grant_type": GRANT_TYPES[type(grant)], "settings": _settings(grant)}
    tx.change(_PUT, values)


def find_grant(tx: Transaction, application_id: str, grant_type: GrantType) -> Grant | None:
    """Return one grant of an application."""
    row = tx.first(_FIND, {"application": application_id, "type": grant_type})
    return None if row is None else _grant(grant_type, row.settings)


def delete_grant(tx: Transaction, application_id: str, grant_type: GrantType) -> bool:
    """Remove a grant; False where there is none of that type."""
    return tx.change(_DELETE, {"application": application_id, "type": grant_type}) == 1


def list_grants(tx: Transaction, application_id: str, request: PageRequest) -> Page[Grant]:
    """Return a page of an application's grants, by type."""
    after = request.after[0] if request.after else ""
    rows = tx.all(_PAGE, {"application": application_id, "after": after, "size": request.size + 1})
    page = page_of(rows, request, lambda row: (row.grant_type,))
    return page.map(lambda row: _grant(row.grant_type, row.settings))


def _settings(grant: Grant) -> Mapping[str, Any]:
    match grant:
        case AuthorizationCodeGrant():
            return {"redirect_uris": grant.redirect_uris}
        case JwtBearerGrant():
            return {"issuers": [[each.trusted_token_issuer_arn, each.audiences] for each in grant.issuers]}
        case RefreshTokenGrant() | TokenExchangeGrant():
            return {}


def _grant(grant_type: GrantType, settings: Mapping[str, Any]) -> Grant:
    match grant_type:
        case "authorization_code":
            return AuthorizationCodeGrant(tuple(settings["redirect_uris"]))
        case "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return JwtBearerGrant(tuple(_issuer(*each) for each in settings["issuers"]))
        case "refresh_token":
            return RefreshTokenGrant()
        case "urn:ietf:params:oauth:grant-type:token-exchange":
            return TokenExchangeGrant()


def _issuer(arn: str, audiences: Sequence[str] | None) -> AuthorizedTokenIssuer:
    return AuthorizedTokenIssuer(arn, None if audiences is None else tuple(audiences))
