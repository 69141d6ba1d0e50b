"""The accounts as a tree of organizational units, and one account with everybody who is assigned to it."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import access_report
from gatepost.core.access.model import AssignedPrincipal
from gatepost.core.organization import accounts, tree
from gatepost.core.organization.model import Account
from gatepost.doors.console import acts
from gatepost.doors.console.visit import HOME, Console, Looked, Visit
from gatepost.kit import arns
from gatepost.web.dispatch import Route

ACCOUNTS: Final = f"{HOME}/accounts"
PAGE: Final = f"{ACCOUNTS}/<account_id>"


def routes(console: Console) -> list[Route]:
    """Return the tree and an account's page."""
    return [Route("GET", ACCOUNTS, console.page(_show_all)), Route("GET", PAGE, console.page(_show))]


def _show_all(visit: Visit) -> Response:
    root = visit.perform(acts.LIST_ACCOUNTS, tree.get)
    return visit.render("accounts.html", root=root)


def _show(visit: Visit, account_id: str) -> Response:
    return visit.render(
        "account.html",
        account=describe(visit, account_id),
        assigned=principals_of(visit, account_id),
        denials={
            "assign": visit.denial(acts.CREATE_ASSIGNMENT, visit.instance.arn, arns.account(account_id)),
            "remove": visit.denial(acts.DELETE_ASSIGNMENT, visit.instance.arn, arns.account(account_id)),
        },
    )


def describe(visit: Visit, account_id: str) -> Account:
    """Return an account, or raise NotFound."""
    return visit.perform(
        acts.DESCRIBE_ACCOUNT, lambda call: accounts.get(call, account_id), parameters={"accountId": account_id}
    )


def principals_of(visit: Visit, account_id: str) -> Looked[tuple[AssignedPrincipal, ...]]:
    """Return who is assigned to an account."""
    instance_arn = visit.instance.arn
    return visit.look(
        acts.LIST_ASSIGNMENTS,
        lambda call: access_report.principals_of(call, instance_arn, account_id),
        on=(instance_arn, arns.account(account_id)),
        parameters={"instanceArn": instance_arn, "accountId": account_id},
    )
