"""What a program holds after a person has signed in: a client, tokens, device codes; made through the core."""

from dataclasses import dataclass

from bench.installation import Core
from gatepost.core.call import Call
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Factor, Person, Session
from gatepost.core.tokens import clients, device, issue
from gatepost.core.tokens.model import Client, Tokens
from gatepost.kit.secret import Secret


@dataclass(frozen=True, slots=True)
class Program:
    """A registered client and its secret, and the session in which the person allows it."""

    client: Client
    secret: Secret
    session: Session
    cookie: Secret


def register(core: Core, person: Person) -> Program:
    """Register a client as the AWS CLI does, and sign the person in."""

    def do(call: Call) -> Program:
        client, secret = clients.register(call, name="bench", client_type="public", scopes=("sso:account:access",))
        session, cookie = sessions.open_session(call, person, (Factor.PASSWORD,))
        return Program(client, secret, session, cookie)

    return core.run(do)


def sign_in(core: Core, person: Person, count: int) -> tuple[Program, list[Tokens]]:
    """Return a program and the tokens of as many sign-ins."""
    program = register(core, person)

    def do(call: Call) -> list[Tokens]:
        scopes = program.client.scopes
        return [issue.open_family(call, program.client, program.session.session_id, scopes) for _ in range(count)]

    return program, core.run(do)


def allow_devices(core: Core, person: Person, count: int) -> tuple[Program, list[str]]:
    """Return a program and as many device codes, each allowed by the person and not redeemed yet."""
    program = register(core, person)
    started = core.run(lambda call: [device.start(call, program.client) for _ in range(count)])

    def allow(call: Call) -> None:
        for grant, _ in started:
            device.decide(call, grant.user_code, allow=True)

    core.run(allow, actor=sessions.actor_of(program.session), action="sso-oauth:AuthorizeDevice")
    return program, [code.reveal() for _, code in started]
