"""Passkeys at sign-in: instead of a password, after it, and registered in its midst.

A script asks for the options, has the browser sign, and sends the answer by the page's own form: so it is an answer to a form,
with its CSRF token, and its outcome a page like any other.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import orjson
from werkzeug.wrappers import Request, Response

from gatepost.core.actors import NOBODY
from gatepost.core.call import Call, perform
from gatepost.core.signin import events, passkey_step, second_step
from gatepost.core.signin.factors.passkeys import LONGEST_ANSWER, Options
from gatepost.core.signin.outcomes import Outcome
from gatepost.doors.portal import entrance, recovery_codes, register_device, second_factor, sign_in
from gatepost.doors.portal.security import EVENT_SOURCE
from gatepost.doors.visit import Site
from gatepost.kit.errors import Problem, Refused
from gatepost.kit.secret import Secret
from gatepost.web.answers import private
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form

ALONE: Final = "/sign-in/passkey"
SECOND: Final = f"{entrance.FACTOR}/passkey"
REGISTER: Final = f"{entrance.REGISTER}/passkey"

_LONGEST_NAME = 128


def routes(site: Site) -> list[Route]:
    """Return, for each of the three, what asks for the options and what takes the answer."""
    return [
        Route("POST", f"{ALONE}/options", lambda request: _ask_alone(site, request)),
        Route("POST", ALONE, lambda request: _answer_alone(site, request)),
        Route("POST", f"{SECOND}/options", lambda request: _ask_second(site, request)),
        Route("POST", SECOND, lambda request: _answer_second(site, request)),
        Route("POST", f"{REGISTER}/options", lambda request: _ask_to_register(site, request)),
        Route("POST", REGISTER, lambda request: _register(site, request)),
    ]


def options_answer(options: Options) -> Response:
    """Return the options to the script that asked for them."""
    return _to_script({"publicKey": options})


def go_to(url: str) -> Response:
    """Tell the script to open another page instead."""
    return _to_script({"goTo": url})


def read_answer(form: Form) -> tuple[str, str]:
    """Return the browser's answer, in JSON, and the name that was typed."""
    return form.get("credential", "")[:LONGEST_ANSWER], form.get("name", "")[:_LONGEST_NAME]


def _ask_alone(site: Site, request: Request) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    tried = sign_in.read_try(visit, form)

    def do(call: Call) -> Options:
        return passkey_step.ask(call, visit, return_to=tried.return_to, is_fresh_wanted=tried.is_fresh_wanted)

    return _options(site, request, "signin:CredentialChallenge", events.EVENT_SOURCE, do)


def _answer_alone(site: Site, request: Request) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    tried = sign_in.read_try(visit, form)
    answer, held = read_answer(form)[0], entrance.held_by(site, request)

    def do(call: Call) -> Outcome:
        return passkey_step.answer(
            call, visit, answer, held, return_to=tried.return_to, is_fresh_wanted=tried.is_fresh_wanted
        )

    ask = site.ask(request, NOBODY, "signin:CredentialVerification", events.EVENT_SOURCE, writes=True)
    try:
        return entrance.go_on(site, perform(site.runtime, ask, do))
    except Refused as refused:
        return sign_in.refused(site, request, tried, refused)


def _ask_second(site: Site, request: Request) -> Response:
    visit, _ = entrance.read_visitors_form(site, request)
    return _options(
        site,
        request,
        "signin:CredentialChallenge",
        events.EVENT_SOURCE,
        lambda call: passkey_step.ask_second(call, visit),
    )


def _answer_second(site: Site, request: Request) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    answer = read_answer(form)[0]
    held = replace(entrance.held_by(site, request), wants_trust=second_factor.TRUST in form)
    ask = site.ask(request, NOBODY, "signin:CredentialVerification", events.EVENT_SOURCE, writes=True)
    try:
        outcome = perform(site.runtime, ask, lambda call: passkey_step.answer_second(call, visit, answer, held))
    except Refused as refused:
        return second_factor.refused(site, request, "passkey", refused)
    return entrance.go_on(site, outcome)


def _ask_to_register(site: Site, request: Request) -> Response:
    visit, _ = entrance.read_visitors_form(site, request)
    action = "signin:StartWebAuthnDeviceRegistration"
    return _options(site, request, action, EVENT_SOURCE, lambda call: second_step.start_passkey(call, visit))


def _register(site: Site, request: Request) -> Response:
    visit, form = entrance.read_visitors_form(site, request)
    answer, name = read_answer(form)
    held = entrance.held_by(site, request)

    def do(call: Call) -> tuple[Outcome, tuple[Secret, ...]]:
        return second_step.complete_passkey(call, visit, held, answer=answer, name=name)

    ask = site.ask(request, NOBODY, "signin:CompleteWebAuthnDeviceRegistration", EVENT_SOURCE, writes=True)
    try:
        outcome, codes = perform(site.runtime, ask, do)
    except Problem as problem:
        return register_device.refused(site, request, problem)
    return recovery_codes.after_registration(site, request, outcome, codes)


def _options(site: Site, request: Request, action: str, event_source: str, do: Callable[[Call], Options]) -> Response:
    try:
        return options_answer(perform(site.runtime, site.ask(request, NOBODY, action, event_source, writes=True), do))
    except Refused as refused:
        second_factor.to_begin(refused)
        return go_to("/sign-in")


def _to_script(value: dict[str, object]) -> Response:
    return private(Response(orjson.dumps(value), content_type="application/json"))
