"""sso-oidc CreateToken, as the AWS CLI calls it."""

from collections.abc import Iterator

import orjson

from bench import http
from bench.load import Script, each
from bench.plan import Plan
from bench.requests import grants
from bench.requests.grants import Program
from bench.world import World

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


def refresh(world: World, plan: Plan) -> list[Script]:
    """Refresh again and again: each connection is a sign-in of its own, whose next token is in the answer."""
    with world.installation.core() as core:
        program, tokens = grants.sign_in(core, world.person, plan.connections)
    return [_refresh_on(program, first.refresh_token.reveal()) for first in tokens]


def redeem_device_codes(world: World, plan: Plan) -> list[Script]:
    """Redeem device codes that the person has allowed."""
    with world.installation.core() as core:
        program, codes = grants.allow_devices(core, world.person, plan.requests)
    requests: Iterator[bytes] = iter([_create_token(program, DEVICE_CODE, "deviceCode", code) for code in codes])
    return [each(requests) for _ in range(plan.connections)]


def _refresh_on(program: Program, token: str) -> Script:
    while True:
        answer = yield _create_token(program, "refresh_token", "refreshToken", token)
        token = orjson.loads(answer)["refreshToken"]


def _create_token(program: Program, grant_type: str, member: str, value: str) -> bytes:
    body = {
        "clientId": program.client.client_id,
        "clientSecret": program.secret.reveal(),
        "grantType": grant_type,
        member: value,
    }
    return http.post("/token", orjson.dumps(body), http.JSON)
