"""Regions: where the instance answers, under a start URL of each Region's own; added and removed by a job."""

from collections.abc import Callable
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.instances import instances, regions
from gatepost.core.instances.model import REGION_NAME, Instance, Region
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.web.dispatch import Route

PAGE: Final = f"{HOME}/settings/regions"


def routes(console: Console) -> list[Route]:
    """Return the page, its acts, and the page that asks before a Region goes."""
    page = console.page
    return [
        Route("GET", PAGE, page(lambda visit: _page(visit, Typed({})))),
        Route("POST", f"{PAGE}/add", page(_add)),
        Route("GET", f"{PAGE}/<region>/remove", page(_ask_to_remove)),
        Route("POST", f"{PAGE}/<region>/remove", page(_remove)),
    ]


def _add(visit: Visit) -> Response:
    typed = fields.typed(visit.form(), ("region",))
    visit.require(acts.ADD_REGION, visit.instance.arn)
    if not REGION_NAME.fullmatch(typed["region"]):
        typed.problems["region"] = "This is not the name of a Region, such as eu-central-1."
    if typed.is_sound:
        try:
            _perform(visit, acts.ADD_REGION, typed["region"], regions.add)
            return visit.go(PAGE)
        except fields.REFUSALS as problem:
            typed.problems["region"] = problem.message
    return _page(visit, typed, status=400)


def _ask_to_remove(visit: Visit, region: str, problem: str | None = None) -> Response:
    visit.require(acts.REMOVE_REGION, visit.instance.arn)
    instance_arn = visit.instance.arn
    found = visit.perform(
        acts.DESCRIBE_REGION,
        lambda call: regions.get(call, instance_arn=instance_arn, region_name=region),
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn, "regionName": region},
    )
    return question.ask(
        visit,
        Question(
            does=f"Remove {found.name}",
            facts={"Start URL that ends": visit.instance.regional_start_url_alias(found.name)},
            follows=(
                "Programs that are set to this Region get no answer any more.",
                "Users, groups and assignments stay: every Region has the same.",
            ),
            back=PAGE,
            back_words="Regions",
        ),
        problem,
    )


def _remove(visit: Visit, region: str) -> Response:
    visit.form()
    try:
        _perform(visit, acts.REMOVE_REGION, region, regions.remove)
    except fields.REFUSALS as problem:
        return _ask_to_remove(visit, region, problem.message)
    return visit.go(PAGE)


def _perform(visit: Visit, act: Act, region: str, do: Callable[..., Region]) -> None:
    instance_arn = visit.instance.arn
    visit.perform(
        act,
        lambda call: do(call, instance_arn=instance_arn, region_name=region),
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn, "regionName": region},
    )


def _page(visit: Visit, typed: Typed, status: int = 200) -> Response:
    instance_arn = visit.instance.arn

    def do(call: Call) -> Instance:
        return instances.require(call, instance_arn)

    instance = visit.perform(acts.LIST_REGIONS, do, on=(instance_arn,), parameters={"instanceArn": instance_arn})
    return visit.render(
        "settings/regions.html",
        status=status,
        instance=instance,
        typed=typed,
        denials={
            "add": visit.denial(acts.ADD_REGION, instance_arn),
            "remove": visit.denial(acts.REMOVE_REGION, instance_arn),
        },
    )
