"""Attributes for access control: which attributes of a person become tags of their role sessions."""

from collections.abc import Callable, Sequence
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import access_control_attributes
from gatepost.core.access.model import AccessControlAttribute
from gatepost.core.call import Call
from gatepost.core.directory.attribute_sources import SUGGESTED
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route

PAGE: Final = f"{HOME}/settings/attributes"
_LABELS: Final = {"key": "The key", "source": "The attribute"}


def routes(console: Console) -> list[Route]:
    """Return the page and its acts."""
    page = console.page
    return [
        Route("GET", PAGE, page(lambda visit: _page(visit, Typed({})))),
        Route("POST", f"{PAGE}/enable", page(_enable)),
        Route("POST", f"{PAGE}/put", page(_put)),
        Route("GET", f"{PAGE}/remove", page(_ask_to_remove)),
        Route("POST", f"{PAGE}/remove", page(_remove)),
        Route("GET", f"{PAGE}/disable", page(_ask_to_disable)),
        Route("POST", f"{PAGE}/disable", page(_disable)),
    ]


def _enable(visit: Visit) -> Response:
    visit.form()
    _perform(visit, acts.CREATE_ACCESS_ATTRIBUTES, lambda call, arn: access_control_attributes.create(call, arn, ()))
    return visit.go(PAGE, "settings-saved")


def _put(visit: Visit) -> Response:
    typed = fields.typed(visit.form(), _LABELS)
    visit.require(acts.UPDATE_ACCESS_ATTRIBUTES, visit.instance.arn)
    typed.require({"key": _LABELS["key"]}, longest=128)
    typed.require({"source": _LABELS["source"]}, longest=256)
    if typed.is_sound:
        attribute = AccessControlAttribute(typed["key"], typed["source"])
        try:
            _perform(
                visit,
                acts.UPDATE_ACCESS_ATTRIBUTES,
                lambda call, arn: access_control_attributes.put(call, arn, attribute),
            )
            return visit.go(PAGE, "settings-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _page(visit, typed, status=400)


def _ask_to_remove(visit: Visit) -> Response:
    visit.require(acts.UPDATE_ACCESS_ATTRIBUTES, visit.instance.arn)
    key = visit.query("key")[:128]
    found = next((each for each in _describe(visit) or () if each.key == key), None)
    if found is None:
        raise NotFound("No attribute is passed on by this key.")
    return question.ask(
        visit,
        Question(
            does=f"Remove the attribute {found.key}",
            facts={"Attribute of the person": found.source},
            follows=(
                "Sessions of roles from now on carry no such tag. Policies that ask for it let nobody in.",
                "Sessions that are open keep it until they end.",
            ),
            back=PAGE,
            back_words="Attributes for access control",
            sent={"key": found.key},
        ),
    )


def _remove(visit: Visit) -> Response:
    key = visit.form().get("key", "")[:128]
    _perform(visit, acts.UPDATE_ACCESS_ATTRIBUTES, lambda call, arn: access_control_attributes.remove(call, arn, key))
    return visit.go(PAGE, "settings-saved")


def _ask_to_disable(visit: Visit) -> Response:
    visit.require(acts.DELETE_ACCESS_ATTRIBUTES, visit.instance.arn)
    lost = {each.key: each.source for each in _describe(visit) or ()}
    return question.ask(
        visit,
        Question(
            does="Switch attributes for access control off",
            facts=lost,
            follows=(
                "Sessions of roles from now on carry no tags of their person. Policies that ask for such a tag let nobody in.",
                "What is set here is lost, and what an outside identity provider says is not passed on any more.",
            ),
            back=PAGE,
            back_words="Attributes for access control",
        ),
    )


def _disable(visit: Visit) -> Response:
    visit.form()
    _perform(visit, acts.DELETE_ACCESS_ATTRIBUTES, access_control_attributes.delete)
    return visit.go(PAGE, "settings-saved")


def _perform(visit: Visit, act: Act, do: Callable[[Call, str], None]) -> None:
    instance_arn = visit.instance.arn
    visit.perform(
        act, lambda call: do(call, instance_arn), on=(instance_arn,), parameters={"instanceArn": instance_arn}
    )


def _describe(visit: Visit) -> Sequence[AccessControlAttribute] | None:
    """Return the attributes that are passed on; None where they are not switched on."""
    instance_arn = visit.instance.arn

    def do(call: Call) -> Sequence[AccessControlAttribute] | None:
        try:
            return access_control_attributes.get(call, instance_arn)
        except NotFound:
            return None

    return visit.perform(
        acts.DESCRIBE_ACCESS_ATTRIBUTES, do, on=(instance_arn,), parameters={"instanceArn": instance_arn}
    )


def _page(visit: Visit, typed: Typed, status: int = 200) -> Response:
    arn = visit.instance.arn
    return visit.render(
        "settings/attributes.html",
        status=status,
        attributes=_describe(visit),
        typed=typed,
        suggested=SUGGESTED,
        denials={
            "enable": visit.denial(acts.CREATE_ACCESS_ATTRIBUTES, arn),
            "change": visit.denial(acts.UPDATE_ACCESS_ATTRIBUTES, arn),
            "disable": visit.denial(acts.DELETE_ACCESS_ATTRIBUTES, arn),
        },
    )
