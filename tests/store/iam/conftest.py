"""IAM's dramatis personae: an organisation's management account, a second account, and ways to sign in."""

from collections.abc import Callable, Mapping

import pytest

from gatepost.core.actors import Actor
from gatepost.core.iam import access_keys, authentication, roles, temporary_credentials, users
from gatepost.core.iam.model import Role
from gatepost.core.iam.temporary_credentials import Credentials
from gatepost.core.organization import accounts
from gatepost.core.organization.model import Organization
from gatepost.kit.secret import Secret
from tests.calls import Core

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"

SignIn = Callable[[str, Secret | None], Actor]
MakeUser = Callable[..., Actor]


@pytest.fixture
def member(core: Core, organization: Organization) -> str:
    """The id of a second account; "Deploy" there trusts the management account."""

    def make() -> str:
        status = core.write(lambda call: accounts.request_creation(call, name="Member", email="member@example.com"))
        core.write(lambda call: accounts.create_requested(call, {"request_id": status.request_id}))
        return str(core.read(lambda call: accounts.get_creation(call, status.request_id)).account_id)

    return make()


@pytest.fixture
def sign_in(core: Core) -> SignIn:
    """Return who signs with a key."""

    def resolve(access_key_id: str, session_token: Secret | None = None) -> Actor:
        return core.identify(lambda call: authentication.resolve(call, access_key_id, session_token)[1])

    return resolve


@pytest.fixture
def make_user(core: Core, organization: Organization, sign_in: SignIn) -> MakeUser:
    """Make an IAM user with policies and sign in as it."""

    def make(name: str = "alice", *, attached: tuple[str, ...] = (), inline: Mapping[str, str] | None = None) -> Actor:
        account_id = organization.management_account_id
        core.write(lambda call: users.create(call, account_id, name, attached=attached, inline=inline))
        key, _ = core.write(lambda call: access_keys.create(call, account_id, name), serializable=True)
        return sign_in(key.access_key_id, None)

    return make


def make_role(core: Core, account_id: str, name: str, trust_policy: str, **wish: object) -> Role:
    """Make a role."""
    return core.write(
        lambda call: roles.create_role(call, account_id, name=name, trust_policy=trust_policy, **wish)  # type: ignore[arg-type]
    )


def mint(core: Core, session: temporary_credentials.Session) -> Credentials:
    """Seal a session."""
    return temporary_credentials.mint(core.runtime.vault, session)
