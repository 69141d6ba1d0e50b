"""The tables of users, keys, roles, policies and revocations and their statements, a file for each noun."""

from gatepost.core.iam.store.access_key import (
    access_keys,
    delete_key,
    insert_key,
    list_keys,
    update_key,
)
from gatepost.core.iam.store.account_alias import delete_alias, find_alias, put_alias
from gatepost.core.iam.store.managed_policy import (
    delete_policy,
    delete_version,
    find_document,
    find_policy,
    hold_policies,
    insert_policy,
    insert_version,
    list_policies,
    list_versions,
    lock_policy,
    update_policy,
)
from gatepost.core.iam.store.revocation import (
    delete_revocations_before,
    revoke,
)
from gatepost.core.iam.store.role import (
    OF_ROLES,
    delete_role,
    find_role,
    iam_roles,
    insert_role,
    list_roles,
    lock_role,
    update_role,
)
from gatepost.core.iam.store.standing import (
    find_key_holder,
    find_session_role,
    find_session_user,
)
from gatepost.core.iam.store.usage import (
    usage_in,
    usage_of,
)
from gatepost.core.iam.store.user import (
    OF_USERS,
    find_user,
    iam_users,
    insert_user,
)

__all__ = [
    "OF_ROLES",
    "OF_USERS",
    "access_keys",
    "delete_alias",
    "delete_key",
    "delete_policy",
    "delete_revocations_before",
    "delete_role",
    "delete_version",
    "find_alias",
    "find_document",
    "find_key_holder",
    "find_policy",
    "find_role",
    "find_session_role",
    "find_session_user",
    "find_user",
    "hold_policies",
    "iam_roles",
    "iam_users",
    "insert_key",
    "insert_policy",
    "insert_role",
    "insert_user",
    "insert_version",
    "list_keys",
    "list_policies",
    "list_roles",
    "list_versions",
    "lock_policy",
    "lock_role",
    "put_alias",
    "revoke",
    "update_key",
    "update_policy",
    "update_role",
    "usage_in",
    "usage_of",
]
