"""An instance with people, groups, applications and issuers, on each kind of database."""

import pytest

from gatepost.core.applications import applications, assignments, trusted_token_issuers
from gatepost.core.applications.model import (
    Application,
    ApplicationAssignment,
    OidcJwtConfiguration,
    PrincipalType,
    TrustedTokenIssuer,
)
from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.model import GroupAttributes, UserAttributes
from gatepost.core.instances import instances
from gatepost.core.tagging.model import Tags
from gatepost.kit.arns import application_provider
from gatepost.kit.paging import Page, PageRequest
from tests.calls import Core

MANAGEMENT = "111122223333"
EVERYTHING = PageRequest(100)
CUSTOM = application_provider("custom")
OIDC = OidcJwtConfiguration("https://idp.example.com", "email", "emails.value", "OPEN_ID_DISCOVERY")


class Applications:
    """Use cases of applications, each in a call of its own, with the arguments that tests rarely vary."""

    def __init__(self, core: Core) -> None:
        self.write = core.write
        self.read = core.read
        self.instance = core.write(lambda call: instances.create(call, account_id=MANAGEMENT, region="us-east-1"))
        self.identity_store_id = self.instance.identity_store_id

    def application(self, name: str = "Wiki", tags: Tags | None = None) -> Application:
        return self.write(
            lambda call: applications.create(call, self.instance, provider_arn=CUSTOM, name=name, tags=tags)
        )

    def issuer(self, name: str = "idp", tags: Tags | None = None) -> TrustedTokenIssuer:
        def create(call: Call) -> TrustedTokenIssuer:
            return trusted_token_issuers.create(
                call, instance_arn=self.instance.arn, name=name, type="OIDC_JWT", configuration=OIDC, tags=tags
            )

        return self.write(create)

    def user(self, name: str) -> str:
        person = UserAttributes.person(user_name=name, given_name=name, family_name="Test")
        return self.write(
            lambda call: (
                users.create(call, identity_store_id=self.identity_store_id, attributes=person, invite=False).user_id
            )
        )

    def group(self, name: str, *members: str) -> str:
        def create(call: Call) -> str:
            store_id = self.identity_store_id
            made = groups.create(call, identity_store_id=store_id, attributes=GroupAttributes(name)).group_id
            for user_id in members:
                memberships.create(call, identity_store_id=store_id, group_id=made, user_id=user_id)
            return made

        return self.write(create)

    def assign(self, application: Application, principal_id: str, principal_type: PrincipalType = "USER") -> None:
        self.write(
            lambda call: assignments.create(
                call, application_arn=application.arn, principal_type=principal_type, principal_id=principal_id
            )
        )

    def assigned(self, application: Application, page: PageRequest = EVERYTHING) -> Page[ApplicationAssignment]:
        return self.read(lambda call: assignments.list_of_application(call, application.arn, page))

    def applications_of(
        self,
        principal_id: str,
        principal_type: PrincipalType = "USER",
        application: Application | None = None,
        page: PageRequest = EVERYTHING,
    ) -> Page[ApplicationAssignment]:
        return self.read(
            lambda call: assignments.list_of_principal(
                call,
                instance_arn=self.instance.arn,
                principal_type=principal_type,
                principal_id=principal_id,
                application_arn=None if application is None else application.arn,
                page=page,
            )
        )


@pytest.fixture
def world(core: Core) -> Applications:
    return Applications(core)
