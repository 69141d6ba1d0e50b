"""Use cases of users: create, find, list, change, disable, delete."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from gatepost.core.audit.model import EventDraft, Resource
from gatepost.core.call import Call
from gatepost.core.directory import identity_stores, quotas, store
from gatepost.core.directory.authorship import author
from gatepost.core.directory.conflicts import duplicate, require_revision
from gatepost.core.directory.constraints import AWS_RULES, Rules, check_user
from gatepost.core.directory.criteria import Found, Search
from gatepost.core.directory.model import User, UserAttributes, UserChange, UserStatus
from gatepost.core.iam import revocations
from gatepost.kit import ids
from gatepost.kit.errors import NotFound
from gatepost.kit.paging import Page, PageRequest, Window, WindowRequest
from gatepost.store.database import Duplicate

INVITE_USER = "invite-user"
END_SESSIONS = "end-sessions"
_DIRECTORY = "sso-directory.amazonaws.com"

FilterName = Literal["user_name", "display_name", "email", "external_id"]


def create(
    call: Call,
    *,
    identity_store_id: str,
    attributes: UserAttributes,
    invite: bool = True,
    rules: Rules = AWS_RULES,
    provisioned_by: str | None = None,
) -> User:
    """Make a user, and invite them by mail unless told otherwise (identitystore CreateUser)."""
    identity_stores.require_there(call, identity_store_id)
    check_user(attributes, rules)
    quotas.require_room_for_user(call, identity_store_id)
    user = new(call, identity_store_id, attributes, provisioned_by)
    try:
        store.insert_users(call.tx, [user])
    except Duplicate as error:
        raise duplicate(error) from None
    call.event.resources.append(Resource("AWS::IdentityStore::User", user.arn))
    if invite and user.primary_email:
        call.enqueue(INVITE_USER, {"user_id": user.user_id})
    return user


def new(call: Call, identity_store_id: str, attributes: UserAttributes, provisioned_by: str | None = None) -> User:
    """Return a user as these attributes make one, who is in no store yet."""
    return User(
        user_id=ids.new_directory_id(call.entropy, identity_store_id),
        identity_store_id=identity_store_id,
        user_name=attributes.user_name or "",
        display_name=attributes.display_name or attributes.user_name or "",
        attributes=attributes,
        revision=1,
        created_at=call.now,
        created_by=author(call),
        updated_at=call.now,
        updated_by=author(call),
        provisioned_by=provisioned_by,
    )


def insert_all(call: Call, made: Sequence[User]) -> None:
    """Add users whom the caller has judged, together, and invite those who have an address."""
    try:
        store.insert_users(call.tx, made)
    except Duplicate as error:
        raise duplicate(error) from None
    call.enqueue_all(INVITE_USER, [{"user_id": user.user_id} for user in made if user.primary_email])


def get(call: Call, identity_store_id: str, user_id: str) -> User:
    """Return a user, or raise NotFound."""
    user = store.find_user(call.tx, identity_store_id, user_id)
    if user is None:
        raise _no_user(call, identity_store_id, user_id)
    return user


def hold(call: Call, identity_store_id: str, user_id: str) -> User:
    """Return a user whom nobody else changes until this call ends, or raise NotFound."""
    return _locked(call, identity_store_id, user_id, None)


def get_by_name(call: Call, identity_store_id: str, user_name: str) -> User:
    """Return the user of this name, whatever its case, or raise NotFound."""
    return _found(call, identity_store_id, store.find_user_by_name(call.tx, identity_store_id, user_name))


def find_by_email(call: Call, identity_store_id: str, address: str) -> User | None:
    """Return the user with this primary e-mail address, whatever its case, if there is one."""
    return store.find_user_by_email(call.tx, identity_store_id, address)


def get_by_email(call: Call, identity_store_id: str, address: str) -> User:
    """Return the user with this primary e-mail address, whatever its case, or raise NotFound."""
    return _found(call, identity_store_id, store.find_user_by_email(call.tx, identity_store_id, address))


def get_by_login(call: Call, identity_store_id: str, login: str) -> User:
    """Return the user who signs in so, by user name or primary e-mail address, or raise NotFound."""
    return _found(call, identity_store_id, store.find_user_by_login(call.tx, identity_store_id, login))


def get_by_external_id(call: Call, identity_store_id: str, issuer: str, external_id: str) -> User:
    """Return the user whom `issuer` knows by this id, or raise NotFound."""
    found = store.find_user_by_external_id(call.tx, identity_store_id, issuer, external_id)
    return _found(call, identity_store_id, found)


def list_all(call: Call, identity_store_id: str, page: PageRequest) -> Page[User]:
    """List a store's users, the oldest first."""
    return _known_store(call, identity_store_id, store.list_users(call.tx, identity_store_id, page))


def list_matching(call: Call, identity_store_id: str, by: FilterName, value: str, page: PageRequest) -> Page[User]:
    """List the users whose name, display name, primary e-mail address or external id this is."""
    found: Page[User]
    match by:
        case "user_name":
            found = _at_most_one(store.find_user_by_name(call.tx, identity_store_id, value))
        case "email":
            found = _at_most_one(store.find_user_by_email(call.tx, identity_store_id, value))
        case "display_name":
            found = store.list_users_by_display_name(call.tx, identity_store_id, value, page)
        case "external_id":
            found = store.list_users_by_external_id(call.tx, identity_store_id, value, page)
    return _known_store(call, identity_store_id, found)


def search(call: Call, identity_store_id: str, wanted: Search[User]) -> Found[User]:
    """Return one page of the users that fit, in order."""
    return store.search_users(call.tx, identity_store_id, wanted)


def browse(
    call: Call, identity_store_id: str, prefix: str, request: WindowRequest, status: UserStatus | None = None
) -> Window[User]:
    """List the users of a status, or of any, by user name; with a prefix those of whom a name or address begins so.

    Whose user name begins so come first, then whose display name does, then whose e-mail address does.
    """
    identity_stores.require(call, identity_store_id)
    return store.browse_users(call.tx, identity_store_id, prefix, request, status)


def count(call: Call, identity_store_id: str) -> int:
    """Return how many users a store holds."""
    return store.count_users(call.tx, identity_store_id)


def update(
    call: Call,
    *,
    identity_store_id: str,
    user_id: str,
    change: UserChange,
    revision: int | None = None,
    rules: Rules = AWS_RULES,
    provisioned_by: str | None = None,
) -> User:
    """Change a user's attributes; with a revision, only where it is still the current one (identitystore UpdateUser).

    A tenant that changes a user has taken them over: `provisioned_by` stays what it was where none is given.
    """
    before = _locked(call, identity_store_id, user_id, revision)
    attributes = change(before.attributes)
    check_user(attributes, rules, before.attributes)
    after = replace(
        before,
        user_name=attributes.user_name or "",
        display_name=attributes.display_name or attributes.user_name or "",
        attributes=attributes,
        revision=before.revision + 1,
        updated_at=call.now,
        updated_by=author(call),
        provisioned_by=provisioned_by or before.provisioned_by,
    )
    try:
        store.update_user(call.tx, before, after)
    except Duplicate as error:
        raise duplicate(error) from None
    _record_what_matters(call, before, after)
    if before.is_enabled and not after.is_enabled:
        _end_credentials(call, user_id)
        call.enqueue(END_SESSIONS, {"user_id": user_id})
    return after


def set_status(call: Call, *, identity_store_id: str, user_id: str, status: UserStatus) -> User:
    """Let a user sign in, or keep them out."""
    return update(
        call,
        identity_store_id=identity_store_id,
        user_id=user_id,
        change=lambda attributes: replace(attributes, status=status),
    )


def delete(call: Call, *, identity_store_id: str, user_id: str, revision: int | None = None) -> None:
    """Delete a user with all memberships and sessions; their role credentials end too. Doors do it by `departures.delete_user`."""
    user = _locked(call, identity_store_id, user_id, revision)
    store.touch_groups_of(call.tx, user.user_id)
    store.delete_user(call.tx, user.user_id)
    _end_credentials(call, user.user_id)


def _end_credentials(call: Call, user_id: str) -> None:
    """End the role credentials that a user has fetched: they have no row that could go with the user."""
    revocations.revoke(call, revocations.of_user(user_id))


def _locked(call: Call, identity_store_id: str, user_id: str, revision: int | None) -> User:
    user = store.lock_user(call.tx, identity_store_id, user_id)
    if user is None:
        raise _no_user(call, identity_store_id, user_id)
    require_revision(user, revision)
    return user


def _record_what_matters(call: Call, before: User, after: User) -> None:
    """Leave the events that CloudTrail has for the two changes that decide who can sign in."""
    names = []
    if before.status != after.status:
        names.append("EnableUser" if after.is_enabled else "DisableUser")
    if before.user_name != after.user_name:
        names.append("UpdateUserName")
    for name in names:
        if name != call.event.name:
            details = {"identityStoreId": after.identity_store_id, "userId": after.user_id}
            event = EventDraft(name, _DIRECTORY, type="AwsServiceEvent", service_details=details)
            call.more_events.append(event)


def _found(call: Call, identity_store_id: str, user: User | None) -> User:
    if user is None:
        raise _no_user(call, identity_store_id)
    return user


def _known_store(call: Call, identity_store_id: str, page: Page[User]) -> Page[User]:
    if not page.items:
        identity_stores.require(call, identity_store_id)
    return page


def _at_most_one(user: User | None) -> Page[User]:
    return Page([] if user is None else [user])


def _no_user(call: Call, identity_store_id: str, user_id: str | None = None) -> NotFound:
    return identity_stores.not_found(call, "USER", identity_store_id, user_id)
