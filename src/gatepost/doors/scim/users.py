"""/Users: create, read, list, replace, patch, delete (RFC 7644 sections 3.3 to 3.6)."""

from collections.abc import Sequence

from gatepost.core.call import Call
from gatepost.core.directory import members, users
from gatepost.core.directory.constraints import AWS_RULES, PROVISIONING_RULES, Rules
from gatepost.core.directory.criteria import Search
from gatepost.core.directory.model import User, UserAttributes, UserChange
from gatepost.core.signin import departures
from gatepost.doors.scim import listing, passwords, patch, persons, projection, versions, views
from gatepost.doors.scim.criteria import USER_ATTRIBUTES
from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.doors.scim.operations import read_operations
from gatepost.doors.scim.paths import Document
from gatepost.doors.scim.projection import Projection
from gatepost.doors.scim.reading import read_resource
from gatepost.doors.scim.schemas import USERS
from gatepost.kit.secret import Secret

_MOST_OPERATIONS = 1_000
_NOBODY = UserAttributes()


def create(exchange: Exchange) -> Answer:
    """Make a user. Nobody is invited by mail: they sign in with the provider that sends them."""
    document, shown = _whole(exchange), projection.asked_by(exchange, USERS)
    password_hash = passwords.take_hash(document)

    def do(call: Call) -> Answer:
        made = users.create(
            call,
            identity_store_id=exchange.identity_store_id,
            attributes=persons.attributes_of(document, _NOBODY, exchange.issuer),
            invite=False,
            rules=_rules(exchange),
            provisioned_by=exchange.tenant_id,
        )
        passwords.keep(call, made.user_id, password_hash)
        return _answer(exchange, made, (), shown, status=201)

    return exchange.write("CreateUser", do)


def get(exchange: Exchange) -> Answer:
    """Return a user, or 304 where the client has this version."""
    user_id, shown = exchange.resource_id("user"), projection.asked_by(exchange, USERS)

    def do(call: Call) -> Answer:
        found = users.get(call, exchange.identity_store_id, user_id)
        groups = _groups_of(exchange, call, found)
        version = views.user_version(found, groups)
        if versions.is_known(exchange.request.if_none_match, version):
            return Answer(304, headers={"ETag": version})
        return _answer(exchange, found, groups, shown)

    return exchange.read("GetUser", do)


def search(exchange: Exchange) -> Answer:
    """List the users that fit a filter, a page at a time."""
    asked = listing.asked_by(exchange)
    shown = projection.asked_by(exchange, USERS)
    wanted: Search[User] = listing.search(
        exchange, asked, USERS, USER_ATTRIBUTES, lambda each: views.user(exchange, each)
    )

    def do(call: Call) -> Answer:
        found = users.search(call, exchange.identity_store_id, wanted)
        return listing.answer(exchange, asked, found, documents(exchange, call, found.items, shown), USERS)

    return exchange.read("ListUsers", do)


def documents(exchange: Exchange, call: Call, found: Sequence[User], shown: Projection) -> list[Document]:
    """Return users as resources, the groups of all looked up at once."""
    wanted = shown.wants("groups") and not exchange.is_aws
    groups = members.groups_of(call, [each.user_id for each in found]) if wanted else {}
    return [shown.apply(views.user(exchange, each, groups.get(each.user_id, ()))) for each in found]


def replace(exchange: Exchange) -> Answer:
    """Give a user the attributes of the body, and no others."""
    document = _whole(exchange)
    password_hash = passwords.take_hash(document)

    def change(before: UserAttributes) -> UserAttributes:
        return persons.attributes_of(document, before, exchange.issuer)

    return _change(exchange, "PutUser", change, password_hash)


def modify(exchange: Exchange) -> Answer:
    """Apply the operations of a PATCH, all or none."""
    operations = read_operations(USERS, exchange.request.body, _MOST_OPERATIONS)
    operations, password_hash = passwords.take_hash_of(operations)

    def change(before: UserAttributes) -> UserAttributes:
        document = patch.apply(USERS, persons.document_of(before, exchange.issuer), operations)
        return persons.attributes_of(document, before, exchange.issuer)

    return _change(exchange, "PatchUser", change, password_hash)


def delete(exchange: Exchange) -> Answer:
    """Delete a user: all sessions and tokens end with them."""
    user_id = exchange.resource_id("user")

    def do(call: Call) -> Answer:
        _require_match(call, exchange, user_id)
        departures.delete_user(call, identity_store_id=exchange.identity_store_id, user_id=user_id)
        return Answer(204)

    return exchange.write("DeleteUser", do)


def _whole(exchange: Exchange) -> Document:
    """Return the user of a body, who is active unless it says otherwise."""
    return {"active": True} | read_resource(USERS, exchange.request.body)


def _change(exchange: Exchange, name: str, change: UserChange, password_hash: Secret | None) -> Answer:
    user_id, shown = exchange.resource_id("user"), projection.asked_by(exchange, USERS)

    def do(call: Call) -> Answer:
        _require_match(call, exchange, user_id)
        changed = users.update(
            call,
            identity_store_id=exchange.identity_store_id,
            user_id=user_id,
            change=change,
            rules=_rules(exchange),
            provisioned_by=exchange.tenant_id,
        )
        passwords.keep(call, user_id, password_hash)
        return _answer(exchange, changed, _groups_of(exchange, call, changed), shown)

    return exchange.write(name, do)


def _require_match(call: Call, exchange: Exchange, user_id: str) -> None:
    if exchange.request.if_match is not None:
        before = users.hold(call, exchange.identity_store_id, user_id)
        versions.require_match(exchange.request.if_match, views.user_version(before))


def _groups_of(exchange: Exchange, call: Call, user: User) -> Sequence[views.Membership]:
    return () if exchange.is_aws else members.groups_of(call, [user.user_id]).get(user.user_id, ())


def _answer(
    exchange: Exchange, user: User, groups: Sequence[views.Membership], shown: Projection, status: int = 200
) -> Answer:
    return views.answer(views.user(exchange, user, groups), shown, status)


def _rules(exchange: Exchange) -> Rules:
    return AWS_RULES if exchange.is_aws else PROVISIONING_RULES
