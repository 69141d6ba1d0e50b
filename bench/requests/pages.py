"""The pages that people see: the portal, and signing in."""

from urllib.parse import urlencode

from bench import http
from bench.load import Script, again
from bench.plan import Plan
from bench.requests import grants
from bench.world import PASSWORD, World
from gatepost.kit import ids
from gatepost.kit.secret import Secret
from gatepost.web.cookies import cookies
from gatepost.web.csrf import FIELD, CsrfTokens

_COOKIES = cookies(https=False)


def portal(world: World, plan: Plan) -> list[Script]:
    """Open the portal of a signed-in person with all their accounts."""
    with world.installation.core() as core:
        program = grants.register(core, world.person)
    request = http.get("/", {"Cookie": f"{_COOKIES.session.full_name}={program.cookie.reveal()}"})
    return [again([request]) for _ in range(plan.connections)]


def sign_in(world: World, plan: Plan) -> list[Script]:
    """Sign in with the password, each connection as a browser that has been shown the form."""
    with world.installation.core() as core:
        runtime = core.runtime
        visits = [Secret(ids.new_token(runtime.entropy)) for _ in range(plan.connections)]
        tokens = [CsrfTokens(runtime.vault).issue(visit, runtime.clock.now()) for visit in visits]
    return [again([_form(world, visit, token)]) for visit, token in zip(visits, tokens, strict=True)]


def _form(world: World, visit: Secret, csrf_token: str) -> bytes:
    fields = {"user_name": world.person.user_name, "password": PASSWORD, "return_to": "/", FIELD: csrf_token}
    headers = http.FORM | {"Cookie": f"{_COOKIES.visit.full_name}={visit.reveal()}"}
    return http.post("/sign-in", urlencode(fields).encode("ascii"), headers)
