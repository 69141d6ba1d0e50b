"""The console's pages of large organisations: the list of users, and who has access to an account."""

from collections.abc import Mapping

from bench import http
from bench.installation import Core
from bench.load import Script, again
from bench.plan import Plan
from bench.requests import grants
from bench.world import ROLE, World
from gatepost.core.access import assignments
from gatepost.core.access.model import PrincipalType
from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships
from gatepost.core.directory.model import GroupAttributes
from gatepost.core.signin import sessions
from gatepost.core.tokens import console_sessions
from gatepost.web.cookies import cookies

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
    with world.installation.core() as core:
        core.run(lambda call: _assign(call, world, world.owner_account_id, "USER", world.person.user_id))
        core.finish_jobs()
        request = http.get(path, _cookie(core, world))
    return [again([request]) for _ in range(plan.connections)]


def _cookie(core: Core, world: World) -> Mapping[str, str]:
    """Sign the person in and open the console with their role of the account that owns the instance."""
    program = grants.register(core, world.person)
    token, _ = core.run(
        lambda call: console_sessions.open_session(call, world.owner_account_id, ROLE),
        actor=sessions.actor_of(program.session),
        action="sso:GetRoleCredentials",
    )
    pairs = {_COOKIES.session: program.cookie, _COOKIES.console: token}
    return {"Cookie": "; ".join(f"{cookie.full_name}={secret.reveal()}" for cookie, secret in pairs.items())}
