"""The application providers: which kinds of application can be connected.

`custom` is the one whose applications come through CreateApplication, as in AWS; names of the others are those by which AWS's
catalogue knows them, and their words are Gatepost's.
"""

from gatepost.core.applications.catalogue import CATALOGUE
from gatepost.core.applications.model import ApplicationProvider, ScopeDescription
from gatepost.kit.errors import Invalid, NotFound
from gatepost.kit.paging import Page, PageRequest, page_of_all

CUSTOM = ApplicationProvider(
    "custom",
    "OAUTH",
    "Custom OAuth 2.0 application",
    "An application of your own that gets tokens for its users by OAuth 2.0",
)
CUSTOM_SAML = ApplicationProvider(
    "custom-saml",
    "SAML",
    "Custom SAML 2.0 application",
    "An application of your own that its users enter by SAML 2.0",
)
_PROVIDERS = {
    provider.arn: provider
    for provider in (
        CUSTOM,
        CUSTOM_SAML,
        ApplicationProvider(
            "sso",
            "OAUTH",
            "Access portal",
            "The accounts, roles and applications that a person may use",
            {
                "sso:account:access": ScopeDescription(
                    "Accounts and roles", "List a person's accounts and roles, and get credentials for them"
                )
            },
        ),
        *(
            ApplicationProvider(entry.provider_name, "SAML", entry.display_name, entry.description)
            for entry in CATALOGUE
        ),
    )
}


def list_all(page: PageRequest) -> Page[ApplicationProvider]:
    """List the providers by ARN (sso-admin ListApplicationProviders)."""
    found = sorted(_PROVIDERS.values(), key=lambda provider: provider.arn)
    return page_of_all(found, page, lambda provider: (provider.arn,))


def get(provider_arn: str) -> ApplicationProvider:
    """Return a provider (sso-admin DescribeApplicationProvider), or raise NotFound."""
    provider = _PROVIDERS.get(provider_arn)
    if provider is None:
        raise NotFound(f"Could not find ApplicationProvider with arn {provider_arn}")
    return provider


def require_creatable(provider_arn: str) -> ApplicationProvider:
    """Return a provider whose applications CreateApplication makes; raise Invalid for others, NotFound for what is none."""
    provider = get(provider_arn)
    if provider is not CUSTOM:
        # AWS's own sentence, hashicorp/terraform-provider-aws#34813.
        raise Invalid(f"The application provider with arn '{provider_arn}' is not supported for this action.")
    return provider
