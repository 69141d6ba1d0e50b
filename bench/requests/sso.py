"""sso, the portal's API, with a person's access token."""

from bench import http
from bench.load import Script, again
from bench.plan import Plan
from bench.requests import grants
from bench.world import ROLE, World

_HEADER = "x-amz-sso_bearer_token"


def get_role_credentials(world: World, plan: Plan) -> list[Script]:
    """Ask for credentials, account after account."""
    headers = {_HEADER: _access_token(world)}
    paths = [f"/federation/credentials?role_name={ROLE}&account_id={account}" for account in world.account_ids]
    return [again([http.get(path, headers) for path in paths], start) for start in range(plan.connections)]


def list_accounts(world: World, plan: Plan) -> list[Script]:
    """List all accounts on one page."""
    request = http.get("/assignment/accounts?max_result=100", {_HEADER: _access_token(world)})
    return [again([request]) for _ in range(plan.connections)]


def _access_token(world: World) -> str:
    with world.installation.core() as core:
        _, tokens = grants.sign_in(core, world.person, 1)
        return tokens[0].access_token.reveal()
