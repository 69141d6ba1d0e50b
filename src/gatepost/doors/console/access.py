"""Who has access: for a user the accounts and roles, for an account the people, each with the reason, drawn and as a file."""

from collections.abc import Iterator, Sequence
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import access_report
from gatepost.core.access.model import AccessOfUser, AccessToAccount
from gatepost.core.directory import users
from gatepost.core.organization import tree
from gatepost.core.organization.model import Account
from gatepost.doors.console import acts, csv_files, graph, user
from gatepost.doors.console.accounts import describe, principals_of
from gatepost.doors.console.graph import Graph, Node
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit import arns
from gatepost.kit.paging import Page, PageRequest, Position, WindowRequest, query_fingerprint
from gatepost.web.dispatch import Route

ACCESS: Final = f"{HOME}/access"
SIZE: Final = 100
_WHOLE: Final = 1000
_FOUND: Final = WindowRequest(10)
_DIRECT: Final = "assigned directly"


def routes(console: Console) -> list[Route]:
    """Return the page to choose from either end, the two reports, and their files."""
    page = console.page
    return [
        Route("GET", ACCESS, page(_choose)),
        Route("GET", f"{ACCESS}/users/<user_id>", page(_of_user)),
        Route("GET", f"{ACCESS}/users/<user_id>/file", page(_file_of_user)),
        Route("GET", f"{ACCESS}/accounts/<account_id>", page(_to_account)),
        Route("GET", f"{ACCESS}/accounts/<account_id>/file", page(_file_of_account)),
    ]


def _choose(visit: Visit) -> Response:
    search = visit.query("q")
    people = visit.look(
        acts.LIST_USERS,
        lambda call: users.browse(call, visit.store_id, search, _FOUND),
        on=(visit.store_arn,),
        parameters={"identityStoreId": visit.store_id},
    )
    return visit.render(
        "access.html", search=search, people=people, accounts=visit.look(acts.LIST_ACCOUNTS, tree.list_accounts)
    )


def _of_user(visit: Visit, user_id: str) -> Response:
    person, _ = user.describe(visit, user_id)
    access = _require_access(visit, user_id)
    ways = [_way_of_user(person.user_name, each) for each in access]
    return visit.render("access_of_user.html", person=person, access=access, graph=graph.draw(ways))


def _require_access(visit: Visit, user_id: str) -> tuple[AccessOfUser, ...]:
    instance_arn = visit.instance.arn
    return visit.perform(
        acts.LIST_ASSIGNMENTS_OF_PRINCIPAL,
        lambda call: access_report.of_user(call, instance_arn, user_id),
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn, "principalId": user_id, "principalType": "USER"},
    )


def _way_of_user(user_name: str, each: AccessOfUser) -> Sequence[Node]:
    goal = Node(
        f"r:{each.account_id}/{each.permission_set_id}",
        2,
        f"{each.permission_set_name} in {each.account_name}",
        "account",
    )
    return (Node("u", 0, user_name, "person"), _through(each.group_id, each.group_name), goal)


def _through(group_id: str | None, group_name: str | None) -> Node:
    return Node(f"g:{group_id}", 1, group_name or _DIRECT, "group" if group_id else "direct")


def _file_of_user(visit: Visit, user_id: str) -> Response:
    person, _ = user.describe(visit, user_id)
    rows = [
        (
            person.user_name,
            each.account_id,
            each.account_name,
            each.permission_set_name,
            each.group_name or _DIRECT,
        )
        for each in _require_access(visit, user_id)
    ]
    content = csv_files.write(("user", "account id", "account", "permission set", "why"), rows)
    return csv_files.download("access-of-user", content, https=visit.runtime.settings.is_https)


def _to_account(visit: Visit, account_id: str) -> Response:
    account = describe(visit, account_id)
    query = query_fingerprint("console/access", {"account": account_id})
    after = visit.runtime.page_tokens.open(visit.request.args.get("more"), query)
    page = _people(visit, account_id, PageRequest(SIZE, after))
    token = visit.runtime.page_tokens.seal(page.next, query)
    return visit.render(
        "access_to_account.html",
        account=account,
        people=page.items,
        graph=_graph_of_account(visit, account),
        more=None if token is None else f"{ACCESS}/accounts/{account_id}?more={token}",
        is_first=after is None,
    )


def _people(visit: Visit, account_id: str, page: PageRequest) -> Page[AccessToAccount]:
    instance_arn = visit.instance.arn
    return visit.perform(
        acts.LIST_ASSIGNMENTS,
        lambda call: access_report.to_account(call, instance_arn, account_id, page),
        on=(instance_arn, arns.account(account_id)),
        parameters={"instanceArn": instance_arn, "accountId": account_id},
    )


def _graph_of_account(visit: Visit, account: Account) -> Graph:
    """Draw groups as one box each: how many are in one is in the list."""
    assigned = principals_of(visit, account.account_id).found or ()
    return graph.draw(
        (
            Node(
                f"p:{each.principal_id}",
                0,
                each.principal_name or each.principal_id,
                "group" if each.principal_type == "GROUP" else "person",
            ),
            Node(f"s:{each.permission_set_id}", 1, each.permission_set_name, "set"),
            Node("a", 2, account.name, "account"),
        )
        for each in assigned
    )


def _file_of_account(visit: Visit, account_id: str) -> Response:
    account = describe(visit, account_id)
    rows = (
        (
            account.account_id,
            account.name,
            each.user_name,
            each.display_name,
            each.status.lower(),
            each.permission_set_name,
            each.group_name or _DIRECT,
        )
        for each in _everybody(visit, account_id)
    )
    head = ("account id", "account", "user", "name", "status", "permission set", "why")
    content = csv_files.write(head, rows)
    return csv_files.download(f"access-to-{account_id}", content, https=visit.runtime.settings.is_https)


def _everybody(visit: Visit, account_id: str) -> Iterator[AccessToAccount]:
    after: Position | None = None
    while True:
        page = _people(visit, account_id, PageRequest(_WHOLE, after))
        yield from page.items
        if page.next is None:
            return
        after = page.next
