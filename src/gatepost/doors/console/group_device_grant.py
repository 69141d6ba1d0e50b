"""Whether a group's members may sign programs in by a code: forbidden after a question, and allowed again."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.directory import groups
from gatepost.core.tokens import device_grant_bans
from gatepost.doors.console import acts, question
from gatepost.doors.console.groups import GROUPS
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Looked, Visit
from gatepost.kit import arns
from gatepost.web.dispatch import Route

PAGE: Final = f"{GROUPS}/<group_id>/device-grant"


def routes(console: Console) -> list[Route]:
    """Return the page that asks before it is forbidden, and the target of both."""
    return [Route("GET", PAGE, console.page(_ask_to_forbid)), Route("POST", PAGE, console.page(_switch))]


def is_allowed(visit: Visit, group_id: str) -> Looked[bool]:
    """Say whether a group leaves it to its members."""
    return visit.look(
        acts.GET_DEVICE_GRANT,
        lambda call: device_grant_bans.is_allowed_to_group(call, visit.store_id, group_id),
        on=(visit.instance.arn,),
        parameters={"group_id": group_id},
    )


def _ask_to_forbid(visit: Visit, group_id: str) -> Response:
    visit.require(acts.UPDATE_DEVICE_GRANT, visit.instance.arn)
    name = visit.perform(
        acts.DESCRIBE_GROUP,
        lambda call: groups.get(call, visit.store_id, group_id).display_name,
        on=(visit.store_arn, arns.identity_store_group(group_id)),
        parameters={"identityStoreId": visit.store_id, "groupId": group_id},
    )
    return question.ask(
        visit,
        Question(
            does=f"Forbid signing in by a code to {name}",
            sent={"allowed": "false"},
            follows=(
                "No member can sign a program in any more by a code that it shows: they need a browser on the same machine.",
                "What members have allowed before goes on until it ends.",
            ),
            back=f"{GROUPS}/{group_id}",
            back_words=name,
        ),
    )


def _switch(visit: Visit, group_id: str) -> Response:
    allowed = visit.form().get("allowed") == "true"
    visit.perform(
        acts.UPDATE_DEVICE_GRANT,
        lambda call: device_grant_bans.set_for_group(call, visit.store_id, group_id, allowed=allowed),
        on=(visit.instance.arn,),
        parameters={"group_id": group_id, "allowed": allowed},
    )
    return visit.go(f"{GROUPS}/{group_id}", "device-grant-allowed" if allowed else "device-grant-forbidden")
