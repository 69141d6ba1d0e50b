"""One batch of an import: each line judged for itself, and the people of those that are right made together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from gatepost.core.actors import Actor
from gatepost.core.audit.model import EventDraft, Resource
from gatepost.core.authz import Principal
from gatepost.core.call import Call
from gatepost.core.directory import groups, identity_stores, memberships, store, users
from gatepost.core.directory.constraints import check_group, check_user
from gatepost.core.directory.csv_rows import Problem, Row
from gatepost.core.directory.model import Group, GroupAttributes, Membership, User, UserAttributes, UserImport, folded
from gatepost.core.directory.quotas import Room
from gatepost.kit.errors import Conflict, Invalid, QuotaExceeded

IsKept = Callable[[Call, Group], bool]
"""Says whether an identity provider keeps a group in step, so that nobody else puts people into it."""

_SOURCE: Final = "identitystore.amazonaws.com"


class Batch:
    """People to make in the name of who uploaded the file, each act with its event.

    A line is judged whole before anything of it is made: nobody is left without a group that the line names.
    """

    def __init__(self, call: Call, found: UserImport, rows: Sequence[Row], is_kept: IsKept) -> None:
        self._call = call
        self._store_id = found.identity_store_id
        self._import_id = found.import_id
        self._owner = identity_stores.require(call, found.identity_store_id).owner_account_id
        by = found.started_by
        self._identity = by["identity"]
        self._actor = Actor(
            type="AssumedRole",
            principal=Principal("assumed_role", by["arn"], by["account_id"]),
            principal_id=by["principal_id"],
            user_name=by["user_name"],
        )
        self._rows = rows
        self._is_kept = is_kept
        self._room = Room(call, self._store_id)
        self._names, self._addresses = store.taken_of_users(
            call.tx, self._store_id, [row.user_name for row in rows], [row.email for row in rows]
        )
        self._groups = store.groups_by_name(call.tx, self._store_id, [name for row in rows for name in row.groups])
        self._kept: dict[str, bool] = {}

    def make(self) -> Sequence[Problem]:
        """Make whom the lines name; return what is wrong with the others."""
        problems: list[Problem] = []
        people: list[User] = []
        joining: list[Membership] = []
        for row in self._rows:
            try:
                user, joins = self._make(row)
            except (Conflict, Invalid, QuotaExceeded) as problem:
                problems.append(Problem(row.line, problem.message))
            else:
                people.append(user)
                joining += joins
        users.insert_all(self._call, people)
        memberships.insert_all(self._call, joining)
        return problems

    def _make(self, row: Row) -> tuple[User, Sequence[Membership]]:
        """Return who a line makes, and the memberships; groups that it is the first to name are there then."""
        attributes = self._attributes(row)
        names: dict[str, str] = {}
        for name in row.groups:
            names.setdefault(folded(name), name)
        self._check_groups(names)
        self._room.take_user()
        own = self._acting("CreateUser")
        user = users.new(own, self._store_id, attributes)
        self._record(own, Resource("AWS::IdentityStore::User", user.arn), userId=user.user_id)
        return user, [self._join(user, self._group(key, name)) for key, name in names.items()]

    def _attributes(self, row: Row) -> UserAttributes:
        if folded(row.user_name) in self._names:
            raise Conflict("There is a user of this name already.")
        if folded(row.email) in self._addresses:
            raise Conflict("Somebody has this e-mail address already.")
        attributes = UserAttributes.person(
            user_name=row.user_name,
            given_name=row.given_name,
            family_name=row.family_name,
            display_name=row.display_name,
            email=row.email,
        )
        check_user(attributes)
        return attributes

    def _check_groups(self, names: Mapping[str, str]) -> None:
        """Raise what is wrong with a line's groups: those that are there by their folded names, those to make by their own."""
        self._room.require_memberships(len(names))
        missing = [name for key, name in names.items() if key not in self._groups]
        for name in missing:
            check_group(GroupAttributes(name))
        self._room.require_groups(len(missing))
        for key, name in names.items():
            if key in self._groups and self._is_kept_in_step(key):
                raise Conflict(f"Your identity provider keeps the group {name} in step: add people to it there.")

    def _is_kept_in_step(self, key: str) -> bool:
        if key not in self._kept:
            self._kept[key] = self._is_kept(self._call, self._groups[key])
        return self._kept[key]

    def _group(self, key: str, name: str) -> Group:
        if key not in self._groups:
            own = self._acting("CreateGroup")
            group = groups.create(own, identity_store_id=self._store_id, attributes=GroupAttributes(name))
            self._record(own, groupId=group.group_id)
            self._groups[key] = group
        return self._groups[key]

    def _join(self, user: User, group: Group) -> Membership:
        own = self._acting("CreateGroupMembership")
        membership = memberships.new(own, self._store_id, group.group_id, user.user_id)
        resource = Resource("AWS::IdentityStore::GroupMembership", membership.arn)
        self._record(own, resource, userId=user.user_id, groupId=group.group_id)
        return membership

    def _acting(self, event_name: str) -> Call:
        """Return the call with the uploader as its actor and an event of its own."""
        event = EventDraft(event_name, _SOURCE, account_id=self._owner, user_identity=self._identity)
        event.type, event.user_name = "AwsServiceEvent", self._actor.user_name
        return replace(self._call, actor=self._actor, event=event)

    def _record(self, own: Call, *resources: Resource, **details: str) -> None:
        own.event.resources.extend(resources)
        own.event.service_details |= {"importId": self._import_id, "identityStoreId": self._store_id, **details}
        self._call.more_events.append(own.event)
