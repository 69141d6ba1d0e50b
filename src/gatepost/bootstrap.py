"""The first start: an organisation, its Identity Center instance, a permission set and one administrator."""

import re
from dataclasses import dataclass

from gatepost.core.access import assignments, permission_sets, policies
from gatepost.core.actors import GATEPOST
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, perform
from gatepost.core.directory import users
from gatepost.core.directory.model import User, UserAttributes
from gatepost.core.iam import access_keys
from gatepost.core.iam import users as iam_users
from gatepost.core.instances import instances
from gatepost.core.instances import store as instance_store
from gatepost.core.instances.model import Instance
from gatepost.core.organization import accounts
from gatepost.core.signin import invitations, links, passwords
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, Invalid
from gatepost.kit.secret import Secret
from gatepost.settings import REGION_PATTERN

ADMINISTRATOR_SET = "AdministratorAccess"
ADMINISTRATOR_ACCESS = f"arn:aws:iam::aws:policy/{ADMINISTRATOR_SET}"
BOOTSTRAP_USER = "bootstrap-admin"

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the first start may be told; the administrator's password, if one is given, comes as its hash."""

    account_id: str | None = None
    region: str | None = None
    admin_user: str = "admin"
    admin_email: str = "admin@example.com"
    password_hash: Secret | None = None
    access_key: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What the first start made."""

    instance: Instance
    admin: User
    invitation: Secret | None
    access_key_id: str | None
    secret_access_key: Secret | None


def find_instance(runtime: Runtime) -> Instance | None:
    """Return what an earlier start made; None on an empty database."""
    ask = _ask(runtime, "gatepost:DescribeInstallation", writes=False)
    return perform(runtime, ask, lambda call: instance_store.find_primary(call.tx))


def make(runtime: Runtime, wishes: Wishes) -> Made:
    """Make everything in one transaction: a start that is interrupted leaves an empty database, to be started again.

    Invalid, and nothing made, for a wish that cannot be fulfilled; Conflict where everything is there, or is made just now.
    """
    _check(wishes)
    ask = _ask(runtime, "gatepost:Bootstrap", writes=True, serializable=True)
    return perform(runtime, ask, lambda call: _make(call, wishes))


def find_or_make(runtime: Runtime) -> tuple[Instance, Secret | None]:
    """Return the instance; where it is this process that makes it, with the administrator's invitation."""
    if (found := find_instance(runtime)) is not None:
        return found, None
    try:
        made = make(runtime, Wishes())
    except Conflict:
        if (found := find_instance(runtime)) is not None:  # of another server that started at the same time
            return found, None
        raise
    return made.instance, made.invitation


def invite(runtime: Runtime, user_name: str) -> tuple[User, Secret]:
    """Make a new invitation for a person, found by user name or e-mail; earlier ones stop working."""
    ask = _ask(runtime, "gatepost:InviteUser", writes=True)
    return perform(runtime, ask, lambda call: _invite(call, user_name))


def lift_network_configurations(runtime: Runtime) -> Instance:
    """Let every network reach the organisation's instance again, for an administrator who is locked out of it."""
    ask = _ask(runtime, "gatepost:LiftNetworkConfigurations", writes=True)
    return perform(runtime, ask, instances.lift_network_configurations)


def _check(wishes: Wishes) -> None:
    """Refuse what the core takes from API clients, whose own the value is, but what would leave nobody a way in here."""
    if wishes.region is not None and not re.fullmatch(REGION_PATTERN, wishes.region):
        raise Invalid(f"{wishes.region!r} is not the name of a Region, such as us-east-1.")
    if not _ADDRESS.fullmatch(wishes.admin_email):
        raise Invalid(f"{wishes.admin_email!r} is not an e-mail address.")


def _make(call: Call, wishes: Wishes) -> Made:
    if instance_store.find_primary(call.tx) is not None:
        raise Conflict("This database has an organisation already.")
    organization = accounts.create_management(
        call, name="Management", email=wishes.admin_email, account_id=wishes.account_id
    )
    instance = instances.create(
        call,
        account_id=organization.management_account_id,
        region=wishes.region or call.settings.region,
        name=call.settings.organisation_name,
    )
    admin = _make_administrator(call, instance, wishes)
    invitation = None
    if wishes.password_hash is not None:
        passwords.store_hash(call, admin.user_id, wishes.password_hash)
    else:
        _, invitation = links.make(call, admin.user_id)
    key_id, secret = _make_access_key(call, organization.management_account_id) if wishes.access_key else (None, None)
    return Made(instance, admin, invitation, key_id, secret)


def _make_administrator(call: Call, instance: Instance, wishes: Wishes) -> User:
    admin = users.create(
        call,
        identity_store_id=instance.identity_store_id,
        attributes=UserAttributes.person(
            user_name=wishes.admin_user,
            given_name="Gatepost",
            family_name="Administrator",
            email=wishes.admin_email,
        ),
        invite=False,
    )
    permission_set = permission_sets.create(
        call,
        instance_arn=instance.arn,
        name=ADMINISTRATOR_SET,
        description="Everything in the account",
        session_duration="PT4H",
    )
    policies.attach_managed(
        call, instance_arn=instance.arn, permission_set_arn=permission_set.arn, policy_arn=ADMINISTRATOR_ACCESS
    )
    assignments.request_creation(
        call,
        instance_arn=instance.arn,
        permission_set_arn=permission_set.arn,
        account_id=instance.owner_account_id,
        principal_type="USER",
        principal_id=admin.user_id,
    )
    return admin


def _make_access_key(call: Call, account_id: str) -> tuple[str, Secret]:
    iam_users.create(call, account_id, BOOTSTRAP_USER, attached=(ADMINISTRATOR_ACCESS,))
    key, secret = access_keys.create(call, account_id, BOOTSTRAP_USER)
    return key.access_key_id, secret


def _invite(call: Call, login: str) -> tuple[User, Secret]:
    instance = instances.require_primary(call)
    user = users.get_by_login(call, instance.identity_store_id, login)
    invitation, token = links.make(call, user.user_id)
    invitations.send(call, user, token, invitation)
    return user, token


def _ask(runtime: Runtime, action: str, *, writes: bool, serializable: bool = False) -> Ask:
    return Ask(
        actor=GATEPOST,
        action=action,
        event_source="gatepost.internal",
        client=Client("127.0.0.1", "gatepost", ids.new_uuid(runtime.entropy), runtime.settings.region),
        writes=writes,
        serializable=serializable,
    )
