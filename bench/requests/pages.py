"""The pages that people see: the portal, and the ways to sign in."""

from collections.abc import Mapping
from urllib.parse import urlencode

from bench import http, passkey
from bench.load import Prelude, Script, Sequel, again
from bench.passkey import Passkey
from bench.plan import Plan
from bench.requests import grants
from bench.world import PASSWORD, World, give_roles
from gatepost.core.call import Call, Runtime
from gatepost.core.signin import attempts
from gatepost.core.signin.attempts import Place
from gatepost.kit import ids
from gatepost.kit.secret import Secret
from gatepost.web.cookies import cookies
from gatepost.web.csrf import FIELD, CsrfTokens

_COOKIES = cookies(https=False)


def portal(world: World, plan: Plan) -> list[Script]:
    """Open the portal of a signed-in person with all their accounts."""
    return _with_session(world, plan, "/")


def portal_of_many_roles(world: World, plan: Plan) -> list[Script]:
    """Open the portal of the same person with a hundred roles in each of their twenty accounts."""
    with world.installation.core() as core:
        give_roles(core, world, 100)
    return portal(world, plan)


def session_check(world: World, plan: Plan) -> list[Script]:
    """Open a page that asks who is signed in and does nothing else: it leads whoever is on to the portal."""
    return _with_session(world, plan, "/sign-in")


def sign_in(world: World, plan: Plan) -> list[Script]:
    """Sign in with the password, each connection as a browser that has been shown the form, from a place that is known."""
    with world.installation.core() as core:
        visits = [shown_form(core.runtime) for _ in range(plan.connections)]
        core.run(lambda call: _know_this_place(call, world.person.user_id, visits[0][0]))
    return [again([password_form(visit, token, world.person.user_name, PASSWORD)]) for visit, token in visits]


def sign_in_by_passkey(world: World, plan: Plan) -> list[Script]:
    """Sign in with a passkey alone: ask for a challenge and answer it, which counts as one."""
    with world.installation.core() as core:
        key = passkey.register(core, world.person)
        visits = [shown_form(core.runtime) for _ in range(plan.connections)]
    return [_by_passkey(key, visit, token) for visit, token in visits]


def shown_form(runtime: Runtime) -> tuple[Secret, str]:
    """Return the visit's cookie of a browser that was shown the sign-in page, and the CSRF token of its form."""
    visit = Secret(ids.new_token(runtime.entropy))
    return visit, CsrfTokens(runtime.vault).issue(visit, runtime.clock.now())


def password_form(
    visit: Secret, csrf_token: str, user_name: str, password: str, headers: Mapping[str, str] | None = None
) -> bytes:
    """Return the sign-in page's form as a browser sends it, or a proxy that adds headers."""
    fields = {"user_name": user_name, "password": password, "return_to": "/", FIELD: csrf_token}
    return _post("/sign-in", visit, fields, headers or {})


def _know_this_place(call: Call, user_id: str, visit: Secret) -> None:
    """Know the person at this address, as after a first sign-in: strangers would take turns."""
    attempts.remember(call, user_id, Place.of(call, visit), visit)


def _with_session(world: World, plan: Plan, path: str) -> list[Script]:
    with world.installation.core() as core:
        program = grants.register(core, world.person)
    request = http.get(path, {"Cookie": f"{_COOKIES.session.full_name}={program.cookie.reveal()}"})
    return [again([request]) for _ in range(plan.connections)]


def _by_passkey(key: Passkey, visit: Secret, csrf_token: str) -> Script:
    fields = {"return_to": "/", FIELD: csrf_token}
    while True:
        options = yield Prelude(_post("/sign-in/passkey/options", visit, fields, {}))
        yield Sequel(_post("/sign-in/passkey", visit, {**fields, "credential": key.assertion(options)}, {}))


def _post(path: str, visit: Secret, fields: dict[str, str], headers: Mapping[str, str]) -> bytes:
    cookie = {"Cookie": f"{_COOKIES.visit.full_name}={visit.reveal()}"}
    return http.post(path, urlencode(fields).encode("ascii"), {**http.FORM, **cookie, **headers})
