"""Who may enter an application: users and groups that are assigned, or everybody."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from werkzeug.wrappers import Response

from gatepost.core.applications import assignments
from gatepost.core.applications.model import Application, NamedAssignment, PrincipalType
from gatepost.core.call import Call
from gatepost.core.directory import groups, users
from gatepost.doors.console import acts, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.applications.addresses import PAGE, arn_of, describe, url, url_of
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Looked, Visit
from gatepost.kit import arns
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import Page, PageRequest, WindowRequest, query_fingerprint
from gatepost.web.dispatch import Route

_SIZE = 50
_CANDIDATES = WindowRequest(10)


@dataclass(frozen=True, slots=True)
class Assigned:
    """One page of who is assigned, and where to go on."""

    items: tuple[NamedAssignment, ...]
    more: str | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, or a group, that could be assigned."""

    value: str
    name: str
    about: str


def routes(console: Console) -> list[Route]:
    """Return the acts on an application's assignments."""
    page = console.page
    return [
        Route("POST", f"{PAGE}/assign", page(_assign)),
        Route("GET", f"{PAGE}/unassign", page(_ask_to_unassign)),
        Route("POST", f"{PAGE}/unassign", page(_unassign)),
        Route("GET", f"{PAGE}/open", page(_ask_to_open)),
        Route("POST", f"{PAGE}/open", page(lambda visit, **ids: _set_openness(visit, required=False, **ids))),
        Route("GET", f"{PAGE}/close", page(_ask_to_close)),
        Route("POST", f"{PAGE}/close", page(lambda visit, **ids: _set_openness(visit, required=True, **ids))),
    ]


def list_of(visit: Visit, application: Application) -> Looked[Assigned]:
    """Return who is assigned to an application."""
    arn = application.arn
    query = query_fingerprint("console/assigned", {"application": arn})
    after = visit.runtime.page_tokens.open(visit.request.args.get("more"), query)
    found: Looked[Page[NamedAssignment]] = visit.look(
        acts.LIST_APPLICATION_ASSIGNMENTS,
        lambda call: assignments.list_named(call, arn, PageRequest(_SIZE, after)),
        on=(arn,),
        parameters={"applicationArn": arn},
    )
    if found.found is None:
        return Looked(None, found.denied)
    token = visit.runtime.page_tokens.seal(found.found.next, query)
    more = None if token is None else f"{url_of(application)}?more={token}"
    return Looked(Assigned(tuple(found.found.items), more, after is None))


def candidates(visit: Visit) -> Looked[list[Candidate]] | None:
    """Return whose names begin with what the page's address searches for; None where it does not search."""
    prefix, store_id = visit.query("add"), visit.store_id
    if not prefix:
        return None

    def do(call: Call) -> list[Candidate]:
        some = groups.browse(call, store_id, prefix, _CANDIDATES).items
        people = users.browse(call, store_id, prefix, _CANDIDATES).items
        return [
            *(Candidate(f"GROUP:{each.group_id}", each.display_name, "group") for each in some),
            *(Candidate(f"USER:{each.user_id}", each.display_name, each.user_name) for each in people),
        ]

    parameters = {"identityStoreId": store_id}
    if (denied := visit.denial(acts.LIST_GROUPS, visit.store_arn)) is not None:
        return Looked(None, denied)
    return visit.look(acts.LIST_USERS, do, on=(visit.store_arn,), parameters=parameters)


def _assign(visit: Visit, account_id: str, application_id: str) -> Response:
    kind, principal_id = _principal(visit.form().get("principal", ""))
    arn = arn_of(visit, account_id, application_id)

    def do(call: Call) -> None:
        assignments.create(call, application_arn=arn, principal_type=kind, principal_id=principal_id)

    # Who is assigned already is what they should be.
    with suppress(Conflict):
        _perform(visit, acts.CREATE_APPLICATION_ASSIGNMENT, arn, kind, principal_id, do)
    return visit.go(url(account_id, application_id), "assigned")


def _ask_to_unassign(visit: Visit, account_id: str, application_id: str) -> Response:
    visit.require(acts.DELETE_APPLICATION_ASSIGNMENT, arn_of(visit, account_id, application_id))
    principal = visit.query("principal")
    kind, principal_id = _principal(principal)
    found, name = describe(visit, account_id, application_id), _name(visit, kind, principal_id)
    return question.ask(
        visit,
        Question(
            does=f"Remove {name} from {found.name}",
            follows=(
                "They may not enter the application any more, unless a group of theirs is assigned."
                if kind == "USER"
                else "Its members may not enter the application any more, unless they are assigned in another way.",
                "Who is signed in there already stays so until the application's own session ends.",
            ),
            back=url_of(found),
            back_words=found.name,
            sent={"principal": principal},
        ),
    )


def _name(visit: Visit, kind: PrincipalType, principal_id: str) -> str:
    """Return what somebody or a group is called; of who was deleted the assignment has the id alone."""
    store_id = visit.store_id

    def do(call: Call) -> str:
        try:
            if kind == "USER":
                return users.get(call, store_id, principal_id).display_name
            return groups.get(call, store_id, principal_id).display_name
        except NotFound:
            return principal_id

    act, on = (
        (acts.DESCRIBE_USER, visit.user_arn(principal_id))
        if kind == "USER"
        else (acts.DESCRIBE_GROUP, (visit.store_arn, arns.identity_store_group(principal_id)))
    )
    return visit.look(act, do, on=on, parameters={"identityStoreId": store_id}).found or principal_id


def _unassign(visit: Visit, account_id: str, application_id: str) -> Response:
    kind, principal_id = _principal(visit.form().get("principal", ""))
    arn = arn_of(visit, account_id, application_id)

    def do(call: Call) -> None:
        assignments.delete(call, application_arn=arn, principal_type=kind, principal_id=principal_id)

    _perform(visit, acts.DELETE_APPLICATION_ASSIGNMENT, arn, kind, principal_id, do)
    return visit.go(url(account_id, application_id), "unassigned")


def _ask_to_open(visit: Visit, account_id: str, application_id: str) -> Response:
    follows = (
        "Everybody in the directory may enter it then, who is added later too.",
        "Who is assigned stays assigned, for the day on which you close it again.",
    )
    return _ask_of_openness(visit, account_id, application_id, "Open {} to everybody", follows)


def _ask_to_close(visit: Visit, account_id: str, application_id: str) -> Response:
    follows = (
        "Only who is assigned may enter it then. Everybody else is kept out from their next sign-in there.",
        "Who is signed in there already stays so until the application's own session ends.",
    )
    return _ask_of_openness(visit, account_id, application_id, "Let only who is assigned enter {}", follows)


def _ask_of_openness(
    visit: Visit, account_id: str, application_id: str, does: str, follows: tuple[str, ...]
) -> Response:
    visit.require(acts.PUT_ASSIGNMENT_CONFIGURATION, arn_of(visit, account_id, application_id))
    found = describe(visit, account_id, application_id)
    return question.ask(visit, Question(does.format(found.name), follows, url_of(found), found.name))


def _set_openness(visit: Visit, account_id: str, application_id: str, required: bool) -> Response:
    visit.form()
    arn = arn_of(visit, account_id, application_id)
    visit.perform(
        acts.PUT_ASSIGNMENT_CONFIGURATION,
        lambda call: assignments.require(call, arn, required=required),
        on=(arn,),
        parameters={"applicationArn": arn, "assignmentRequired": required},
    )
    return visit.go(url(account_id, application_id), "settings-saved")


def _principal(value: str) -> tuple[PrincipalType, str]:
    kind, _, principal_id = value[:60].partition(":")
    if kind == "USER":
        return "USER", principal_id
    if kind == "GROUP":
        return "GROUP", principal_id
    raise NotFound("Choose users and groups from the list.")


def _perform(
    visit: Visit, act: Act, arn: str, kind: PrincipalType, principal_id: str, do: Callable[[Call], None]
) -> None:
    parameters = {"applicationArn": arn, "principalType": kind, "principalId": principal_id}
    visit.perform(act, do, on=(arn,), parameters=parameters)
