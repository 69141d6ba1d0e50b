"""Sign-in as plain data and pure rules: flows, sessions, invitations, and how long failures make one wait."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from gatepost.kit.secret import Secret

FLOW_LIFETIME = timedelta(minutes=15)
FRESH_LIFETIME = timedelta(minutes=10)
"""How long after a sign-in its person may change passwords, devices and addresses without another one."""
KNOWN_PLACE_LIFETIME = timedelta(days=90)
TOUCH_INTERVAL = timedelta(minutes=1)
"""A session's last use is written at most this often: see `sessions.touch`."""


class Factor(StrEnum):
    """A proof of who somebody is, in the words of CloudTrail's `CredentialType`; AWS has no recovery codes."""

    PASSWORD = "PASSWORD"  # noqa: S105 - the name of a factor
    TOTP = "TOTP"
    WEBAUTHN = "WEBAUTHN"
    EMAIL_OTP = "EMAIL_OTP"
    RECOVERY_CODE = "RECOVERY_CODE"
    EXTERNAL_IDP = "EXTERNAL_IDP"


LEAST_ALONE = 15
LEAST_BESIDE_SECOND_FACTOR = 8
"""Characters that a password must have at least, whatever an instance asks for (NIST SP 800-63B-4 section 3.1.1.2)."""


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """How long a password must and may be, in characters.

    The upper bound only keeps a request from being work without end; nothing is cut off.
    """

    minimum_length: int = LEAST_ALONE
    maximum_length: int = 1024


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """What an instance asks of new passwords, beyond what holds everywhere.

    `minimum_length` is in characters; where the password may be the only proof, 15 are asked for even if it says fewer.
    `blocked_words` are the organisation's own, of which no password may be made. Of the last `remembered` passwords, the one
    in use among them, none may be set again (AWS: "You can't reuse your last three passwords").
    """

    minimum_length: int = LEAST_BESIDE_SECOND_FACTOR
    blocked_words: tuple[str, ...] = ()
    remembered: int = 3

    def rules(self, *, needs_second_factor: bool) -> PasswordRules:
        """Return how long a password must be where each sign-in needs a second factor too, or where it may be alone."""
        least = LEAST_BESIDE_SECOND_FACTOR if needs_second_factor else LEAST_ALONE
        return PasswordRules(minimum_length=max(least, self.minimum_length))


@dataclass(frozen=True, slots=True)
class Flow:
    """One sign-in under way in one browser, which the digest of its visit cookie names.

    `flow_id` is CloudTrail's AuthWorkflowID. `user_id` is there once a factor is proven; until then nothing is known of who
    it is, whatever was typed. `is_fresh_wanted` where somebody who is signed in proves again who they are.
    """

    flow_id: str
    visit_digest: str
    user_id: str | None
    proven: tuple[Factor, ...]
    return_to: str
    created_at: datetime
    expires_at: datetime
    is_fresh_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What a browser holds beside its visit's cookie when it signs in.

    The session that it had until now, and the token by which it is trusted; `wants_trust` where its person has asked for one.
    """

    session: Secret | None = None
    trust: Secret | None = None
    wants_trust: bool = False


NOTHING_HELD = Held()


@dataclass(frozen=True, slots=True)
class Person:
    """What a session tells of its user. `account_id` owns the user's Identity Center instance."""

    user_id: str
    user_name: str
    display_name: str
    identity_store_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Its token is in the browser's cookie only; here lies its digest.

    Command line programs that the person allowed live as long as the session (`expires_at`, `ended_at`) and do not mind
    whether its browser is idle. `authenticated_at` is when the person last proved who they are, by `proven`.
    """

    session_id: str
    person: Person
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime
    address: str
    user_agent: str
    authenticated_at: datetime
    proven: tuple[Factor, ...]

    def is_fresh(self, now: datetime) -> bool:
        """Whether it is so recent that the person proved who they are that they may change how they do it."""
        return now - self.authenticated_at < FRESH_LIFETIME

    def is_live(self, now: datetime) -> bool:
        """Whether the session has not come to its absolute end."""
        return now < self.expires_at

    def is_idle(self, now: datetime, idle_limit: timedelta) -> bool:
        """Whether its browser has not used it for `idle_limit`."""
        return now - self.last_used_at >= idle_limit

    def is_touch_due(self, now: datetime) -> bool:
        """Whether the last use should be written down."""
        return now - self.last_used_at >= TOUCH_INTERVAL


class InvitationState(StrEnum):
    """Where an invitation stands."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REPLACED = "replaced"


class LinkPurpose(StrEnum):
    """Why somebody gets a link: they are new, cannot get in with the password that they have, or have an address to prove."""

    INVITATION = "invitation"
    RESET = "reset"
    EMAIL = "email"

    @property
    def lifetime(self) -> timedelta:
        """How long the link works. Who asks for a reset waits for it; an invitation finds people on holiday."""
        lifetimes = {LinkPurpose.INVITATION: timedelta(days=7), LinkPurpose.EMAIL: timedelta(days=1)}
        return lifetimes.get(self, timedelta(hours=1))


PASSWORD_LINKS = (LinkPurpose.INVITATION, LinkPurpose.RESET)
"""The purposes of links that set a password."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link with which one user sets a password, or proves an address, once.

    `ended` says what became of it: used, or replaced by a newer one. `address` is where it was mailed to and nowhere else:
    whoever uses it reads what is sent there.
    """

    invitation_id: str
    purpose: LinkPurpose
    user_id: str
    created_at: datetime
    expires_at: datetime
    ended: InvitationState | None = None
    address: str | None = None

    def state(self, now: datetime) -> InvitationState:
        """Return where the invitation stands at this moment."""
        if self.ended is not None:
            return self.ended
        return InvitationState.OPEN if now < self.expires_at else InvitationState.EXPIRED


@dataclass(frozen=True, slots=True)
class PendingInvitation:
    """An invitation that nobody has used, with whom it is for."""

    invitation: Invitation
    user_name: str
    display_name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Credential:
    """A user's password as an Argon2id hash, in its own encoded form.

    `one_time_until` is where an administrator made it: until then it leads to a password of the user's own, and to nothing else.
    """

    user_id: str
    password_hash: str = field(repr=False)
    changed_at: datetime
    one_time_until: datetime | None = None
