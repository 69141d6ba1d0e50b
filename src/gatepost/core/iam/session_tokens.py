"""Session tokens of IAM users: sts GetSessionToken, temporary credentials that mean the user itself."""

from datetime import timedelta

from gatepost.core.call import Call
from gatepost.core.iam import temporary_credentials
from gatepost.core.iam.temporary_credentials import Credentials, UserSession
from gatepost.kit import ids
from gatepost.kit.errors import Denied

DEFAULT_SECONDS = 43_200


def get(call: Call, *, duration_seconds: int | None = None, minimum_token_bytes: int = 0) -> Credentials:
    """Return temporary credentials of the IAM user who asks with a key of its own."""
    if call.actor.type != "IAMUser" or call.actor.session_started_at is not None:
        raise Denied("Cannot call GetSessionToken with session credentials")
    session = UserSession(
        access_key_id=ids.new_temporary_access_key_id(call.entropy),
        account_id=call.actor.account_id,
        user_id=call.actor.principal_id,
        issued_at=call.now,
        expires_at=call.now + timedelta(seconds=duration_seconds or DEFAULT_SECONDS),
    )
    return temporary_credentials.mint(call.vault, session, minimum_bytes=minimum_token_bytes)


def refuse_one_time_password(serial_number: str | None, token_code: object) -> None:
    """Raise Denied where a second factor is presented: no IAM user here has a device whose code could be right."""
    if serial_number is not None or token_code is not None:
        raise Denied("MultiFactorAuthentication failed with invalid MFA one time pass code.")
