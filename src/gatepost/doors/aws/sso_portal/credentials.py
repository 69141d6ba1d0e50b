"""sso GetRoleCredentials and Logout."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.tokens import access_tokens, role_credentials
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.clock import epoch_milliseconds
from gatepost.kit.secret import Secret


@reads()
def get_role_credentials(call: Call, *, role_name: str, account_id: str) -> dict[str, Any]:
    """Give temporary credentials of an assigned role; `expiration` is in milliseconds."""
    credentials = role_credentials.issue(call, account_id, role_name)
    return {
        "roleCredentials": {
            "accessKeyId": credentials.access_key_id,
            "secretAccessKey": credentials.secret.reveal(),
            "sessionToken": credentials.session_token.reveal(),
            "expiration": epoch_milliseconds(credentials.expires_at),
        }
    }


@writes()
def logout(call: Call, *, access_token: Secret) -> dict[str, Any]:
    """End the bearer's token and every token of the same sign-in."""
    access_tokens.log_out(call, access_token)
    return {}
