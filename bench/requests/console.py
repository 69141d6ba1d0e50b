"""The console's pages of large organisations: the list of users, and who has access to an account."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bench import http
from bench.load import Script, again
from bench.plan import Plan
from bench.requests import grants
from bench.world import ADMINISTRATOR_ACCESS, ROLE, World, make_permission_set
from gatepost.core.access import assignments
from gatepost.core.access.model import PrincipalType
from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships
from gatepost.core.directory.model import GroupAttributes
from gatepost.core.signin import sessions
from gatepost.core.tokens import console_sessions
from gatepost.web.cookies import cookies
from gatepost.web.csrf import CsrfTokens

_COOKIES = cookies(https=False)
PEOPLE = 5_000
"""How many have access to the account that is asked about."""


def first_users(world: World, plan: Plan) -> list[Script]:
    """Open the list of users at its first page."""
    return _with_console(world, plan, "/console/users")


def last_users(world: World, plan: Plan) -> list[Script]:
    """Open the list of users at its last page."""
    return _with_console(world, plan, "/console/users?last=1")


def found_users(world: World, plan: Plan) -> list[Script]:
    """Search for users by what all their names begin with."""
    return _with_console(world, plan, "/console/users?q=user")


def who_has_access(world: World, plan: Plan) -> list[Script]:
    """Open the page that says who has access to an account, and why: everybody of one large group."""
    with world.installation.core() as core:
        core.run(lambda call: _let_in(call, world))
        core.finish_jobs()
    return _with_console(world, plan, f"/console/access/accounts/{world.account_ids[0]}")


def _let_in(call: Call, world: World) -> None:
    store_id = world.identity_store_id
    group = groups.create(call, identity_store_id=store_id, attributes=GroupAttributes(display_name="Everybody"))
    for user_id in world.user_ids[:PEOPLE]:
        memberships.create(call, identity_store_id=store_id, group_id=group.group_id, user_id=user_id)
    _assign(call, world, world.account_ids[0], "GROUP", group.group_id)
    call.event.resources.clear()  # one event must not name thousands of users


def _assign(call: Call, world: World, account_id: str, kind: PrincipalType, principal_id: str) -> None:
    assignments.request_creation(
        call,
        instance_arn=world.instance_arn,
        permission_set_arn=world.permission_set_arn,
        account_id=account_id,
        principal_type=kind,
        principal_id=principal_id,
    )


def _with_console(world: World, plan: Plan, path: str) -> list[Script]:
    request = http.get(path, open_console(world).cookie)
    return [again([request]) for _ in range(plan.connections)]


def open_as_administrator(world: World) -> "Opened":
    """Do as `open_console`, with a role that may do everything."""
    return open_console(world, "Administrator", ADMINISTRATOR_ACCESS)


@dataclass(frozen=True, slots=True)
class Opened:
    """A browser in which the console is open: its header, and what a form proves that it was shown with."""

    cookie: Mapping[str, str]
    csrf_token: str


def open_console(world: World, role: str = ROLE, policy_arn: str | None = None) -> Opened:
    """Give the person a role of the account that owns the instance, sign them in, and open the console with it.

    With a policy the role is made with that; otherwise it is the one that the person has elsewhere.
    """
    with world.installation.core() as core:
        if policy_arn is not None:
            set_arn = core.run(lambda call: make_permission_set(call, world.instance_arn, role, policy_arn))
            world = replace(world, permission_set_arn=set_arn)
        core.run(lambda call: _assign(call, world, world.owner_account_id, "USER", world.person.user_id))
        core.finish_jobs()
        program = grants.register(core, world.person)
        token, _ = core.run(
            lambda call: console_sessions.open_session(call, world.owner_account_id, role),
            actor=sessions.actor_of(program.session),
            action="sso:GetRoleCredentials",
        )
        pairs = {_COOKIES.session: program.cookie, _COOKIES.console: token}
        cookie = "; ".join(f"{cookie.full_name}={secret.reveal()}" for cookie, secret in pairs.items())
        csrf_token = CsrfTokens(core.runtime.vault).issue(program.cookie, core.runtime.clock.now())
        return Opened({"Cookie": cookie}, csrf_token)
