"""The portal: signing in, accepting an invitation, one's accounts and roles, their access keys, devices, signing out."""

from gatepost.core.call import Runtime
from gatepost.doors.portal import (
    access_keys,
    application_logos,
    aws_config,
    brand_files,
    change_password,
    external,
    favourites,
    first_sign_in,
    forgotten_password,
    home,
    invitation,
    language,
    own_email,
    own_sessions,
    passkeys,
    profile,
    recovery_codes,
    register_device,
    second_factor,
    security,
    security_app,
    security_passkey,
    sign_in,
    sign_out,
    verify_email,
)
from gatepost.doors.visit import Site
from gatepost.web.dispatch import Route
from gatepost.web.pages import Pages


def routes(runtime: Runtime, pages: Pages) -> list[Route]:
    """Return the portal's pages."""
    site = Site(runtime, pages)
    return [
        *home.routes(site),
        *access_keys.routes(site),
        *aws_config.routes(site),
        *favourites.routes(site),
        *language.routes(site),
        *brand_files.routes(site),
        *application_logos.routes(site),
        *sign_in.routes(site),
        *external.routes(site),
        *passkeys.routes(site),
        *second_factor.routes(site),
        *register_device.routes(site),
        *invitation.routes(site),
        *forgotten_password.routes(site),
        *first_sign_in.routes(site),
        *security.routes(site),
        *security_app.routes(site),
        *security_passkey.routes(site),
        *recovery_codes.routes(site),
        *change_password.routes(site),
        *own_sessions.routes(site),
        *profile.routes(site),
        *own_email.routes(site),
        *verify_email.routes(site),
        *sign_out.routes(site),
    ]
