"""Passwords: how long a new one must be, the words that none may be made of, and how many earlier ones may not come back."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.signin import password_policy
from gatepost.core.signin.model import LEAST_ALONE, LEAST_BESIDE_SECOND_FACTOR, PasswordPolicy
from gatepost.doors.console import acts, fields
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.web.dispatch import Route

PAGE: Final = f"{HOME}/settings/passwords"
_BOUNDS: Final = {
    "minimum_length": (LEAST_BESIDE_SECOND_FACTOR, password_policy.MOST_MINIMUM_LENGTH),
    "remembered": (0, password_policy.MOST_REMEMBERED),
}


def routes(console: Console) -> list[Route]:
    """Return the page, whose form changes all of it."""
    return [Route("GET", PAGE, console.page(_show)), Route("POST", PAGE, console.page(_save))]


def _show(visit: Visit) -> Response:
    instance = visit.instance
    policy: PasswordPolicy = visit.perform(
        acts.GET_PASSWORD_POLICY,
        lambda call: password_policy.read(call, instance.instance_id),
        on=(instance.arn,),
    )
    values = {name: str(getattr(policy, name)) for name in _BOUNDS}
    return _page(visit, Typed({**values, "blocked_words": "\n".join(policy.blocked_words)}))


def _save(visit: Visit) -> Response:
    typed = fields.typed(visit.form(), (*_BOUNDS, "blocked_words"))
    instance = visit.instance
    visit.require(acts.UPDATE_PASSWORD_POLICY, instance.arn)
    for name, (least, most) in _BOUNDS.items():
        number = typed.number(name)
        if number is None or not least <= number <= most:
            typed.problems[name] = f"This is a number from {least} to {most}."
    if typed.is_sound:
        changes = _changes(typed)
        try:
            visit.perform(
                acts.UPDATE_PASSWORD_POLICY,
                lambda call: password_policy.change(call, instance.instance_id, changes),
                on=(instance.arn,),
                parameters=changes,
            )
            return visit.go(PAGE, "settings-saved")
        except fields.REFUSALS as problem:
            typed.problems["blocked_words"] = problem.message
    return _page(visit, typed, status=400)


def _changes(typed: Typed) -> dict[str, object]:
    words = (line.strip() for line in typed["blocked_words"].splitlines())
    return {
        **{name: typed.number(name) for name in _BOUNDS},
        "blocked_words": tuple(dict.fromkeys(word for word in words if word)),
    }


def _page(visit: Visit, typed: Typed, status: int = 200) -> Response:
    return visit.render(
        "settings/passwords.html",
        status=status,
        typed=typed,
        bounds=_BOUNDS,
        least_alone=LEAST_ALONE,
        denied=visit.denial(acts.UPDATE_PASSWORD_POLICY, visit.instance.arn),
    )
