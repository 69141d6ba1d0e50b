"""Temporary credentials: all they mean is sealed into their session token, so that nothing about them is stored."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret
from gatepost.kit.vault import Vault

MAX_TOKEN_BYTES = 16_384
"""Longest session token: what HTTP servers take in one header field."""
MAX_PACKED_BYTES = 8_192
"""Room in a token for session policies and session tags."""

_SEAL = "iam-session"
_SECRET = "iam-session-secret"  # noqa: S105 - the name of a purpose
_SECRET_CHARACTERS = 40
_SEAL_OVERHEAD = 4 + 12 + 16
_KEY_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class RoleSession:
    """A session of a role: who assumed it, under which name, until when, and what narrows it.

    `user_id`, `identity_store_id` and `session_id` are of the person and the sign-in behind it, if Identity Center gave it.
    `tags` are its session tags, those inherited included; the keys in `transitive_tag_keys` pass on to the sessions that it opens.
    `policies` are texts of session policies, `policy_references` name managed ones as
    `Standing.attached` does; without any the session may do what its role may.
    """

    access_key_id: str
    account_id: str
    role_id: str
    role_name: str
    session_name: str
    issued_at: datetime
    expires_at: datetime
    user_id: str | None = None
    identity_store_id: str | None = None
    session_id: str | None = None
    source_identity: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    transitive_tag_keys: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    policy_references: tuple[str, ...] = ()
    chained: bool = False
    mfa: bool = False

    @property
    def assumed_role_id(self) -> str:
        """The session as `aws:userid` names it: the role's unique id and the session's name."""
        return f"{self.role_id}:{self.session_name}"


@dataclass(frozen=True, slots=True)
class UserSession:
    """A session of an IAM user, as GetSessionToken gives it."""

    access_key_id: str
    account_id: str
    user_id: str
    issued_at: datetime
    expires_at: datetime
    mfa: bool = False


Session = RoleSession | UserSession


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client signs with."""

    access_key_id: str
    secret: Secret
    session_token: Secret
    expires_at: datetime

    @property
    def token_bytes(self) -> int:
        """How long the session token is."""
        return len(self.session_token.reveal())


def mint(vault: Vault, session: Session, *, minimum_bytes: int = 0) -> Credentials:
    """Seal a session into a token, at least `minimum_bytes` long, and derive the secret that goes with it."""
    kind = "role" if isinstance(session, RoleSession) else "user"
    # Blanks after the document are nothing to a JSON parser; base64 makes 4 characters of 3 bytes.
    plaintext = orjson.dumps({kind: session}).ljust(-(-minimum_bytes * 3 // 4) - _SEAL_OVERHEAD)
    raw = vault.seal_bytes(_SEAL, plaintext)
    token = base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
    return Credentials(session.access_key_id, _derive_secret(vault, raw), Secret(token), session.expires_at)


def open_session(vault: Vault, access_key_id: str, session_token: Secret) -> tuple[Session, Secret]:
    """Return the session in a token, and the secret that goes with it; raise Invalid for a token that is not ours or of another key.

    Whether it has expired or was revoked is not looked at here.
    """
    raw = _decoded(session_token.reveal())
    session = _session(orjson.loads(vault.open_bytes(_SEAL, raw)))
    if session.access_key_id != access_key_id:
        raise Invalid("The session token belongs to another access key.")
    return session, _derive_secret(vault, raw)


def packed_percentage(session: RoleSession) -> int | None:
    """Return how much of the room for session policies and tags a session takes; None where it has none of the two."""
    packed = (session.policies, session.policy_references, session.tags)
    return -(-len(orjson.dumps(packed)) * 100 // MAX_PACKED_BYTES) if any(packed) else None


def require_room(session: RoleSession) -> int | None:
    """Return as `packed_percentage` does; raise Invalid for a session whose policies and tags do not fit into a token."""
    packed = packed_percentage(session)
    if packed is not None and packed > 100:
        raise Invalid(
            f"Packed size of session policies and session tags consumes {packed}% of allotted space.",
            reason="PackedPolicyTooLarge",
        )
    return packed


def _decoded(token: str) -> bytes:
    if len(token) > MAX_TOKEN_BYTES:
        raise Invalid("The session token is too long.")
    try:
        return base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), b"-_", validate=True)
    except ValueError:
        raise Invalid("The session token is malformed.") from None


def _derive_secret(vault: Vault, raw: bytes) -> Secret:
    # Under the master key that sealed the token, not the current one: the secret outlives a rotation, as the token does.
    mac = vault.mac(_SECRET, raw, raw[:_KEY_ID_BYTES])
    return Secret(base64.b64encode(mac).decode("ascii")[:_SECRET_CHARACTERS])


def _session(document: Mapping[str, Any]) -> Session:
    kind, fields = next(iter(document.items()))
    for name in ("issued_at", "expires_at"):
        fields[name] = datetime.fromisoformat(fields[name])
    if kind == "user":
        return UserSession(**fields)
    for name in ("transitive_tag_keys", "policies", "policy_references"):
        fields[name] = tuple(fields[name])
    return RoleSession(**fields)
