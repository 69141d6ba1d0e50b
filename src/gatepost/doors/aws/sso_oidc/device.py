"""sso-oidc StartDeviceAuthorization."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.tokens import clients, device
from gatepost.core.tokens.model import DEVICE_GRANT_LIFETIME, GrantType
from gatepost.doors.aws.service import writes
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret


@writes()
def start_device_authorization(call: Call, *, client_id: str, client_secret: Secret, start_url: str) -> dict[str, Any]:
    """Begin a device authorisation: codes for the device, and the page where a person allows it."""
    client = clients.authenticate(call, client_id, client_secret)
    clients.require_grant(client, GrantType.DEVICE_CODE)
    if not instances.require_primary(call).accepts_start_url(start_url, call.settings):
        raise Invalid("The start URL is not one of this instance.", reason="invalid_request")
    grant, device_code = device.start(call, client)
    page = f"{call.settings.public_url}/device"
    return {
        "deviceCode": device_code.reveal(),
        "userCode": grant.user_code,
        "verificationUri": page,
        "verificationUriComplete": f"{page}?user_code={grant.user_code}",
        "expiresIn": int(DEVICE_GRANT_LIFETIME.total_seconds()),
        "interval": grant.interval_seconds,
    }
