"""The catalogue: widely used applications with what each needs, so that connecting one is filling in a name.

What an application calls its attributes is from its own documentation; `{domain}` and the like are what only the administrator
knows. The names of the entries are those by which AWS's catalogue knows them, where it has them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gatepost.core.applications.saml_model import (
    AssertionConsumerService,
    AttributeMapping,
    NameFormat,
    NameIdFormat,
    SamlSettings,
)

_AWS = "https://aws.amazon.com/SAML/Attributes/"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An application that can be connected; `variables` are the parts in braces, each with a sentence about it."""

    name: str
    display_name: str
    description: str
    entity_id: str
    assertion_consumer_url: str
    variables: Mapping[str, str]
    attributes: tuple[AttributeMapping, ...] = ()
    name_id_format: NameIdFormat = "emailAddress"
    name_id_value: str = "${user:email}"

    @property
    def provider_name(self) -> str:
        """The name of its application provider (sso-admin)."""
        return f"catalog/{self.name}"

    def settings(self, given: Mapping[str, str]) -> SamlSettings:
        """Return the settings of the entry with its variables filled in."""

        def filled(text: str) -> str:
            for name in self.variables:
                text = text.replace(f"{{{name}}}", given[name])
            return text

        return SamlSettings(
            entity_id=filled(self.entity_id),
            assertion_consumer_services=(AssertionConsumerService(filled(self.assertion_consumer_url)),),
            name_id_format=self.name_id_format,
            name_id_value=self.name_id_value,
            attributes=tuple(replace(each, value=filled(each.value)) for each in self.attributes),
        )


def _attributes(pairs: Mapping[str, str], name_format: NameFormat = "unspecified") -> tuple[AttributeMapping, ...]:
    return tuple(AttributeMapping(name, value, name_format) for name, value in pairs.items())


_DOMAIN: Final = {"domain": "The host name of your installation, such as grafana.example.com."}

CATALOGUE: Final[Sequence[CatalogueEntry]] = (
    CatalogueEntry(
        "ExternalAWSAccount",
        "AWS account by SAML",
        "The console of an AWS account, by an IAM role of your own",
        "urn:amazon:webservices",
        "https://signin.aws.amazon.com/saml",
        {
            "account": "The account's 12 digits.",
            "role": "The IAM role, which trusts the SAML provider for sts:AssumeRoleWithSAML.",
            "provider": "The name of the SAML provider in IAM, made from Gatepost's metadata.",
        },
        _attributes(
            {
                f"{_AWS}Role": "arn:aws:iam::{account}:role/{role},arn:aws:iam::{account}:saml-provider/{provider}",
                f"{_AWS}RoleSessionName": "${user:subject}",
                f"{_AWS}SessionDuration": "3600",
            },
            "uri",
        ),
        name_id_format="persistent",
        name_id_value="${user:subject}",
    ),
    CatalogueEntry(
        "Atlassian",
        "Atlassian Cloud",
        "Jira, Confluence and the others",
        "https://auth.atlassian.com/saml/{connection}",
        "https://auth.atlassian.com/login/callback?connection=saml-{connection}",
        {"connection": "The id at the end of the SP Entity ID that Atlassian shows."},
        _attributes(
            {
                "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": "${user:id}",
                "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname": "${user:givenName}",
                "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname": "${user:familyName}",
            }
        ),
    ),
    CatalogueEntry(
        "Datadog",
        "Datadog",
        "Metrics, traces and logs",
        "https://app.{site}/account/saml/metadata.xml",
        "https://app.{site}/account/saml/assertion",
        {"site": "Your Datadog site, such as datadoghq.com or datadoghq.eu."},
        _attributes(
            {
                "urn:oid:1.3.6.1.4.1.5923.1.1.1.6": "${user:email}",
                "urn:oid:2.5.4.4": "${user:familyName}",
                "urn:oid:2.5.4.42": "${user:givenName}",
            },
            "uri",
        ),
    ),
    CatalogueEntry(
        "Dropbox",
        "Dropbox",
        "Files that are shared",
        "Dropbox",
        "https://www.dropbox.com/saml_login",
        {},
    ),
    CatalogueEntry(
        "GitHub",
        "GitHub organization",
        "Source code, reviews and pipelines",
        "https://github.com/orgs/{organization}",
        "https://github.com/orgs/{organization}/saml/consume",
        {"organization": "The organization's name in its address."},
        _attributes({"full_name": "${user:name}", "emails": "${user:email}"}),
        name_id_format="persistent",
        name_id_value="${user:subject}",
    ),
    CatalogueEntry(
        "GitLab",
        "GitLab",
        "Source code, reviews and pipelines",
        "https://{domain}",
        "https://{domain}/users/auth/saml/callback",
        {"domain": "The host name of your GitLab, such as gitlab.example.com."},
        _attributes(
            {
                "email": "${user:email}",
                "first_name": "${user:givenName}",
                "last_name": "${user:familyName}",
                "groups": "${user:groups}",
            }
        ),
        name_id_format="persistent",
        name_id_value="${user:id}",
    ),
    CatalogueEntry(
        "GoogleWorkspace",
        "Google Workspace",
        "Mail, calendars and documents",
        "google.com/a/{domain}",
        "https://www.google.com/a/{domain}/acs",
        {"domain": "Your primary domain, such as example.com."},
    ),
    CatalogueEntry(
        "Grafana",
        "Grafana",
        "Dashboards and alerts",
        "https://{domain}/saml/metadata",
        "https://{domain}/saml/acs",
        _DOMAIN,
        _attributes({"displayName": "${user:name}", "mail": "${user:email}", "groups": "${user:groups}"}),
    ),
    CatalogueEntry(
        "Jenkins",
        "Jenkins",
        "Builds and deployments",
        "https://{domain}/securityRealm/finishLogin",
        "https://{domain}/securityRealm/finishLogin",
        {"domain": "The host name of your Jenkins, such as ci.example.com."},
        _attributes({"displayName": "${user:name}", "mail": "${user:email}", "groups": "${user:groups}"}),
        name_id_format="unspecified",
        name_id_value="${user:subject}",
    ),
    CatalogueEntry(
        "Mattermost",
        "Mattermost",
        "Messages and channels",
        "https://{domain}/login/sso/saml",
        "https://{domain}/login/sso/saml",
        {"domain": "The host name of your Mattermost, such as chat.example.com."},
        _attributes(
            {
                "Id": "${user:id}",
                "Email": "${user:email}",
                "Username": "${user:subject}",
                "FirstName": "${user:givenName}",
                "LastName": "${user:familyName}",
            }
        ),
    ),
    CatalogueEntry(
        "Nextcloud",
        "Nextcloud",
        "Files, calendars and contacts",
        "https://{domain}/apps/user_saml/saml/metadata",
        "https://{domain}/apps/user_saml/saml/acs",
        {"domain": "The host name of your Nextcloud, such as cloud.example.com."},
        _attributes(
            {
                "uid": "${user:subject}",
                "displayName": "${user:name}",
                "email": "${user:email}",
                "groups": "${user:groups}",
            }
        ),
    ),
    CatalogueEntry(
        "Salesforce",
        "Salesforce",
        "Customers and sales",
        "https://{domain}.my.salesforce.com",
        "https://{domain}.my.salesforce.com",
        {"domain": "Your My Domain name."},
        name_id_format="unspecified",
        name_id_value="${user:subject}",
    ),
    CatalogueEntry(
        "Slack",
        "Slack",
        "Messages and channels",
        "https://slack.com",
        "https://{workspace}.slack.com/sso/saml",
        {"workspace": "Your workspace's name in its address."},
        _attributes(
            {
                "User.Email": "${user:email}",
                "User.Username": "${user:subject}",
                "first_name": "${user:givenName}",
                "last_name": "${user:familyName}",
            }
        ),
        name_id_format="persistent",
        name_id_value="${user:id}",
    ),
    CatalogueEntry(
        "Zabbix",
        "Zabbix",
        "Monitoring of servers and networks",
        "zabbix",
        "https://{domain}/index_sso.php?acs",
        {"domain": "The host name of your Zabbix, such as zabbix.example.com."},
        _attributes({"usrEmail": "${user:email}", "groups": "${user:groups}"}),
    ),
    CatalogueEntry(
        "Zendesk",
        "Zendesk",
        "Questions of customers",
        "https://{subdomain}.zendesk.com",
        "https://{subdomain}.zendesk.com/access/saml",
        {"subdomain": "Your Zendesk's name in its address."},
    ),
    CatalogueEntry(
        "Zoom",
        "Zoom",
        "Meetings",
        "https://{vanity}.zoom.us",
        "https://{vanity}.zoom.us/saml/SSO",
        {"vanity": "Your vanity URL's first part."},
        _attributes({"email": "${user:email}", "firstName": "${user:givenName}", "lastName": "${user:familyName}"}),
    ),
)


def find(name: str) -> CatalogueEntry | None:
    """Return the entry of a name."""
    return next((entry for entry in CATALOGUE if entry.name == name), None)
