"""Principal, who asks, and PrincipalElement, whom a resource policy's statement names.

IAM User Guide, "AWS JSON policy elements: Principal" and "… NotPrincipal".
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from gatepost.core.authz.syntax import PrincipalSource

PrincipalKind = Literal[
    "root",
    "user",
    "assumed_role",
    "federated_user",
    "federated",
    "service",
    "anonymous",
    "identity_center_user",
    "provisioner",
]

ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)
_ROOT = re.compile(r"arn:[^:]+:iam::(\d{12}):root", re.ASCII)
_ROLE = re.compile(r"arn:([^:]+):iam::(\d{12}):role/(?:.*/)?([^/]+)", re.ASCII)
_ROLE_SESSION = re.compile(r"arn:([^:]+):sts::(\d{12}):assumed-role/([^/]+)/.+", re.ASCII)
_ENTITY = re.compile(r"arn:[^:]+:(?:iam|sts)::(\d{12}):(?!root$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Principal:
    """The identity behind a request.

    `arn` is a user's, a root user's, a role session's (`arn:…:sts::…:assumed-role/…`) or a federated user session's; a
    service and a federated identity have a `name` instead (`ec2.amazonaws.com`; a provider's ARN or host name), an anonymous
    principal neither. `role_arn` is the role behind a session (its path included), `user_arn` the user behind a federated
    user session, `unique_id` the AIDA…, AROA… identifier by which a policy may name it too.
    """

    kind: PrincipalKind
    arn: str = ""
    account_id: str = ""
    role_arn: str | None = None
    user_arn: str | None = None
    unique_id: str | None = None
    name: str = ""

    @property
    def has_account(self) -> bool:
        """Whether policies of an account of its own speak about it: not for a service or someone from outside."""
        return self.kind not in {"anonymous", "service", "federated"}


ANONYMOUS = Principal("anonymous")


class Reach(IntEnum):
    """How directly a statement names a principal."""

    NONE = 0
    ACCOUNT = 1
    """Its account: what "delegates authority to the account", whose own policies then decide."""
    ENTITY = 2
    """The role or user behind its session: its boundary and session policies still limit it."""
    PRINCIPAL = 3
    """Itself, or everyone: nothing but an explicit deny and the organisation limits it."""


@dataclass(frozen=True, slots=True)
class PrincipalElement:
    """A statement's Principal, or NotPrincipal where it is `negated`."""

    arns: frozenset[str]
    accounts: frozenset[str]
    services: frozenset[str]
    federated: frozenset[str]
    negated: bool

    def reach(self, principal: Principal) -> Reach:
        """Say how directly the element names a principal; NotPrincipal means all that it does not name."""
        if self.negated:
            return Reach.NONE if self._excepts(principal) else Reach.PRINCIPAL
        return self._naming(principal)

    def _naming(self, principal: Principal) -> Reach:
        if "*" in self.arns:
            return Reach.PRINCIPAL
        if principal.kind == "anonymous":
            return Reach.NONE
        if principal.kind in {"service", "federated"}:
            names = self.services if principal.kind == "service" else self.federated
            return Reach.PRINCIPAL if principal.name in names else Reach.NONE
        return self._naming_in_account(principal)

    def _naming_in_account(self, principal: Principal) -> Reach:
        if self._names_parent(principal):
            direct = principal.arn in self.arns and principal.arn != principal.role_arn
            return Reach.PRINCIPAL if direct else Reach.ENTITY
        if principal.arn in self.arns or principal.unique_id in self.arns:
            return Reach.PRINCIPAL
        if principal.account_id in self.accounts:
            return Reach.PRINCIPAL if principal.kind == "root" else Reach.ACCOUNT
        return Reach.NONE

    def _names_parent(self, principal: Principal) -> bool:
        parent = principal.role_arn or principal.user_arn
        if parent is not None:
            return parent in self.arns
        # A session's ARN leaves out its role's path: without the role's ARN, account and name decide.
        session = _role_of_session(principal.arn)
        return session is not None and any(_role(arn) == session for arn in self.arns)

    def _excepts(self, principal: Principal) -> bool:
        """Say whether NotPrincipal spares a principal.

        AWS's examples list an account beside its user, and role and account beside a session, and mean that user, that session
        only. So an account or a role spares all below it just where nothing below it is listed.
        """
        reach = self._naming(principal)
        if reach is Reach.ENTITY:
            return not any(self._is_sibling_session(principal, arn) for arn in self.arns)
        if reach is Reach.ACCOUNT:
            return not any(_account_of_entity(arn) == principal.account_id for arn in self.arns)
        return reach is Reach.PRINCIPAL

    @staticmethod
    def _is_sibling_session(principal: Principal, arn: str) -> bool:
        session = _role_of_session(principal.arn)
        return session is not None and session == _role_of_session(arn)


def compile_principals(source: PrincipalSource) -> PrincipalElement:
    """Compile a Principal or NotPrincipal element."""
    named = source.values.get("AWS", ())
    return PrincipalElement(
        arns=frozenset(named),
        accounts=frozenset(account for each in named if (account := _account(each)) is not None),
        services=frozenset(source.values.get("Service", ())),
        federated=frozenset(source.values.get("Federated", ())),
        negated=source.negated,
    )


def principal_from_arn(text: str) -> Principal:
    """Return the principal that an ARN, a service's name, an account's number or `*` (nobody known) means.

    Raises ValueError where it means none.
    """
    if text == "*":
        return ANONYMOUS
    if ACCOUNT_ID.fullmatch(text):
        return Principal("root", f"arn:aws:iam::{text}:root", text)
    if not text.startswith("arn:"):
        return _named(text)
    parts = text.split(":", 5)
    for kind, service, prefix in _ARN_KINDS:
        if len(parts) == 6 and parts[2] == service and parts[5].startswith(prefix):
            return _with_arn(kind, text, parts[4], is_role=prefix == "role/")
    raise ValueError(f"{text!r} names no principal.")


def _with_arn(kind: PrincipalKind, arn: str, account_id: str, *, is_role: bool) -> Principal:
    if kind == "federated":
        return Principal("federated", name=arn)
    return Principal(kind, arn, account_id, role_arn=arn if is_role else None)


_ARN_KINDS: tuple[tuple[PrincipalKind, str, str], ...] = (
    ("root", "iam", "root"),
    ("user", "iam", "user/"),
    ("assumed_role", "sts", "assumed-role/"),
    ("assumed_role", "iam", "role/"),
    ("federated_user", "sts", "federated-user/"),
    ("federated", "iam", "saml-provider/"),
    ("federated", "iam", "oidc-provider/"),
    ("identity_center_user", "identitystore", "user/"),
)


def _named(text: str) -> Principal:
    if text.endswith((".amazonaws.com", ".amazonaws.com.cn")) and text != "cognito-identity.amazonaws.com":
        return Principal("service", name=text)
    if "." in text:
        return Principal("federated", name=text)
    raise ValueError(f"{text!r} names no principal.")


def _account(named: str) -> str | None:
    match = _ROOT.fullmatch(named)
    return match[1] if match else named if ACCOUNT_ID.fullmatch(named) else None


def _account_of_entity(arn: str) -> str | None:
    match = _ENTITY.match(arn)
    return match[1] if match else None


def _role(arn: str) -> tuple[str, ...] | None:
    match = _ROLE.fullmatch(arn)
    return match.groups() if match else None


def _role_of_session(arn: str) -> tuple[str, ...] | None:
    match = _ROLE_SESSION.fullmatch(arn)
    return match.groups() if match else None
