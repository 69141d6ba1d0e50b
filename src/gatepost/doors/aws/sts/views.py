"""Sessions and their credentials as output structures."""

from typing import Any

from gatepost.core.iam.role_sessions import Assumed
from gatepost.core.iam.temporary_credentials import MAX_TOKEN_BYTES, Credentials
from gatepost.kit import arns


def assumed(assumed: Assumed) -> dict[str, Any]:
    """Return the answer of AssumeRole."""
    session = assumed.session
    return {
        "Credentials": credentials(assumed.credentials),
        "AssumedRoleUser": {
            "AssumedRoleId": session.assumed_role_id,
            "Arn": arns.assumed_role(session.account_id, session.role_name, session.session_name),
        },
        "PackedPolicySize": assumed.packed_percentage,
        "SourceIdentity": session.source_identity,
        **token_size(assumed.credentials),
    }


def credentials(credentials: Credentials) -> dict[str, Any]:
    """Return the Credentials structure."""
    return {
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret.reveal(),
        "SessionToken": credentials.session_token.reveal(),
        "Expiration": credentials.expires_at,
    }


def token_size(credentials: Credentials) -> dict[str, Any]:
    """Return the members that tell how long a session token is, in bytes and as a percentage of the longest."""
    return {
        "SessionTokenSize": credentials.token_bytes,
        "SessionTokenUtilization": -(-credentials.token_bytes * 100 // MAX_TOKEN_BYTES),
    }
