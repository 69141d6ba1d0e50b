"""An application as a client of OAuth 2.0: by which grants it gets tokens, for which scopes, and whose tokens it may bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gatepost.core.applications import access_scopes, grants
from gatepost.core.applications.model import (
    AccessScope,
    Application,
    AuthorizationCodeGrant,
    AuthorizedTokenIssuer,
    Grant,
    JwtBearerGrant,
    RefreshTokenGrant,
    TokenExchangeGrant,
)
from gatepost.core.call import Call
from gatepost.doors.console import acts
from gatepost.doors.console.acts import Act
from gatepost.doors.console.applications import issuers
from gatepost.doors.console.visit import Looked, Visit
from gatepost.kit.paging import PageRequest

_ALL: Final = PageRequest(100)
_ACTS: Final[dict[str, Act]] = {
    "put_grant": acts.PUT_APPLICATION_GRANT,
    "delete_grant": acts.DELETE_APPLICATION_GRANT,
    "put_scope": acts.PUT_APPLICATION_SCOPE,
    "delete_scope": acts.DELETE_APPLICATION_SCOPE,
}


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """An issuer whose tokens the application may bring, and the audiences they must be meant for.

    `name` is None where the issuer is gone, and the ARN where the role may not see what it is called.
    """

    arn: str
    name: str | None
    audiences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Client:
    """What an application may do as a client; `names` are those of trusted token issuers by ARN, None where they are hidden."""

    grants: Sequence[Grant]
    scopes: Sequence[AccessScope]
    names: Mapping[str, str] | None

    @property
    def redirect_uris(self) -> Sequence[str]:
        """Where authorization codes may be sent."""
        return [uri for each in self.grants if isinstance(each, AuthorizationCodeGrant) for uri in each.redirect_uris]

    @property
    def refreshes(self) -> bool:
        """Whether it may renew its tokens."""
        return any(isinstance(each, RefreshTokenGrant) for each in self.grants)

    @property
    def exchanges(self) -> bool:
        """Whether it may exchange a token of another application for one of its own."""
        return any(isinstance(each, TokenExchangeGrant) for each in self.grants)

    @property
    def issuers(self) -> Sequence[TrustedIssuer]:
        """Whose tokens it may bring."""
        return [
            TrustedIssuer(arn := each.trusted_token_issuer_arn, self._name(arn), each.audiences or ())
            for each in self._authorized
        ]

    def _name(self, arn: str) -> str | None:
        return arn if self.names is None else self.names.get(arn)

    @property
    def _authorized(self) -> Sequence[AuthorizedTokenIssuer]:
        return [issuer for each in self.grants if isinstance(each, JwtBearerGrant) for issuer in each.issuers]


def client_of(visit: Visit, application: Application) -> Looked[Client]:
    """Return an application's grants and scopes."""
    arn = application.arn
    known = issuers.listed(visit).found
    names = None if known is None else {each.arn: each.name for each in known}

    def do(call: Call) -> Client:
        found = access_scopes.list_of_application(call, arn, _ALL).items
        return Client(grants.list_of_application(call, arn, _ALL).items, found, names)

    if (denied := visit.denial(acts.LIST_APPLICATION_SCOPES, arn)) is not None:
        return Looked(None, denied)
    return visit.look(acts.LIST_APPLICATION_GRANTS, do, on=(arn,), parameters={"applicationArn": arn})


def denials(visit: Visit, application: Application) -> dict[str, str | None]:
    """Return why the role may not change what the client may do."""
    return {name: visit.denial(act, application.arn) for name, act in _ACTS.items()}
