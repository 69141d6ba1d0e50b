"""The peer: moto's server, which answers the same operations from memory, without signatures, policies, events or a disk."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench import server
from bench.assignments import USERS_A_ROLE
from bench.installation import Installation
from bench.load import Script
from bench.plan import Plan
from bench.requests import identitystore, sso_admin
from bench.requests.signed import Signer
from bench.server import Server
from bench.world import ACCOUNTS, World, user_name
from gatepost.core.signin.model import Person

COMMAND = Path(sys.executable).with_name("moto_server")
PEOPLE = 1_000

LIST_USERS = "moto ListUsers, first page"
GET_USER_ID = "moto GetUserId"
IS_MEMBER = "moto IsMemberInGroups"
LIST_ASSIGNMENTS = "moto ListAccountAssignments"
LIST_OF_PRINCIPAL = "moto ListAccountAssignmentsForPrincipal"
CREATE_USER = "moto CreateUser"
CREATE_PERMISSION_SET = "moto CreatePermissionSet"
CREATE_ASSIGNMENT = "moto CreateAccountAssignment"

_MEMBERS = 8
_OWNER = "123456789012"
_NOBODY = Person("", "", "", "", _OWNER)


@dataclass(frozen=True, slots=True)
class Peer:
    """A running moto whose memory holds what Gatepost's database does: a directory of users, 50 of whom have a role in each of 20 accounts."""

    server: Server
    world: World
    group_ids: tuple[str, ...]

    def is_member(self, plan: Plan) -> list[Script]:
        """Ask as `identitystore.is_member_in_groups` does."""
        return identitystore.are_members(self.world, self.world.user_ids[: plan.connections], self.group_ids)

    def scripts(self, name: str, plan: Plan) -> list[Script]:
        """Return what asks for the figure of this name; what lists comes before what creates."""
        if name == IS_MEMBER:
            return self.is_member(plan)
        return _ASKED[name](self.world, replace(plan, connections=1) if name in _ONE_AT_A_TIME else plan)


_ASKED: Mapping[str, Callable[[World, Plan], list[Script]]] = {
    LIST_USERS: identitystore.list_first_page,
    GET_USER_ID: identitystore.get_user_id,
    LIST_ASSIGNMENTS: sso_admin.list_account_assignments,
    LIST_OF_PRINCIPAL: sso_admin.list_of_principal,
    CREATE_USER: identitystore.create_user,
    CREATE_PERMISSION_SET: sso_admin.create_permission_set,
    CREATE_ASSIGNMENT: sso_admin.create_and_await,
}
FIGURES = (IS_MEMBER, *_ASKED)
_ONE_AT_A_TIME = {CREATE_USER}
"""What moto answers with 500 now and then where two ask at the same time: it looks through a directory that changes meanwhile."""


@contextmanager
def running(folder: Path, *, core: int, people: int = PEOPLE) -> Iterator[Peer]:
    """Run moto on one core, its memory filled by its own API with so many people."""
    folder.mkdir(parents=True)
    port = server.free_port()
    command: list[str | Path] = [COMMAND, "--host", "127.0.0.1", "--port", str(port)]
    with server.running(command, port, core=core, folder=folder) as started:
        yield _filled(started, _empty_world(Installation(folder, port)), people)


class _Api:
    """Calls operations one after the other."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._signers = {
            "sso": Signer(world, "sso", "SWBExternalService"),
            "identitystore": Signer(world, "identitystore", "AWSIdentityStore"),
        }

    def call(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        """Return an operation's answer."""
        head, _, body = self._signers[service].request(operation, parameters).partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode("ascii").split("\r\n")[1:])
        request = Request(f"http://localhost:{self._world.installation.port}/", data=body, headers=fields)
        with urlopen(request) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found


def _empty_world(installation: Installation) -> World:
    return World(
        installation=installation,
        region="us-east-1",
        owner_account_id=_OWNER,
        instance_arn="",
        identity_store_id="",
        access_key_id="AKIABENCH",
        secret_access_key="any",
        account_ids=tuple(str(int(_OWNER) + number) for number in range(ACCOUNTS)),
        permission_set_arn="",
        person=_NOBODY,
        user_ids=(),
    )


def _filled(started: Server, empty: World, people: int) -> Peer:
    api = _Api(empty)
    instance = api.call("sso", "ListInstances")["Instances"][0]
    instance_arn, store_id = instance["InstanceArn"], instance["IdentityStoreId"]
    made = api.call("sso", "CreatePermissionSet", InstanceArn=instance_arn, Name="ReadOnly")
    world = replace(
        empty,
        instance_arn=instance_arn,
        identity_store_id=store_id,
        permission_set_arn=made["PermissionSet"]["PermissionSetArn"],
        user_ids=tuple(_make_user(api, store_id, number) for number in range(people)),
    )
    for user_id, account_id in product(world.user_ids[:USERS_A_ROLE], world.account_ids):
        api.call("sso", "CreateAccountAssignment", **sso_admin.assignment(world, user_id, account_id))
    return Peer(started, world, tuple(_make_group(api, world, number) for number in range(identitystore.GROUPS)))


def _make_user(api: _Api, store_id: str, number: int) -> str:
    name = {"GivenName": "User", "FamilyName": f"Number {number}"}
    made = api.call(
        "identitystore",
        "CreateUser",
        IdentityStoreId=store_id,
        UserName=user_name(number),
        DisplayName=f"User Number {number}",
        Name=name,
    )
    return str(made["UserId"])


def _make_group(api: _Api, world: World, number: int) -> str:
    store_id = world.identity_store_id
    made = api.call("identitystore", "CreateGroup", IdentityStoreId=store_id, DisplayName=f"Group {number}")
    for user_id in world.user_ids[:_MEMBERS] if number % 2 else ():
        member = {"UserId": user_id}
        api.call(
            "identitystore", "CreateGroupMembership", IdentityStoreId=store_id, GroupId=made["GroupId"], MemberId=member
        )
    return str(made["GroupId"])
