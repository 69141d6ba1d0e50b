"""The measures: what is asked of Gatepost, how often a second it should answer, and what that stands beside."""

from collections.abc import Callable
from dataclasses import dataclass

from bench import limits, moto, oidc_provider, saml_peers, scim_server
from bench.load import Script
from bench.plan import Plan
from bench.requests import console, identitystore, pages, saml, scim, sso, sso_admin, sso_oidc
from bench.world import World

BARE = "bare answer"
SMALL = 1_000
LARGE = 100_000


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of request. `target` is the architecture's, a second on one core; `beside` are names of other figures.

    `people` is the size of the directory, `assignments` how many account assignments its users have, and `status` the only
    right answer.
    """

    name: str
    prepare: Callable[[World, Plan], list[Script]]
    beside: tuple[str, ...]
    target: int | None = None
    people: int = SMALL
    assignments: int = 0
    status: int = 200


MEASURES = (
    Measure("sso GetRoleCredentials", sso.get_role_credentials, (BARE,), target=3_000),
    Measure("sso ListAccounts, 20 accounts", sso.list_accounts, (BARE,), target=4_000),
    Measure(
        "sso-oidc CreateToken, refresh",
        sso_oidc.refresh,
        (BARE, limits.COMMIT, limits.SIGNATURE, oidc_provider.REFRESH),
        target=2_000,
    ),
    Measure(
        "sso-oidc CreateToken, device code",
        sso_oidc.redeem_device_codes,
        (BARE, limits.COMMIT, oidc_provider.DEVICE_CODE),
    ),
    Measure(
        "sso-admin CreatePermissionSet",
        sso_admin.create_permission_set,
        (BARE, limits.COMMIT, moto.CREATE_PERMISSION_SET),
    ),
    Measure(
        "sso-admin CreateAccountAssignment", sso_admin.create_account_assignment, (BARE, limits.COMMIT), target=2_000
    ),
    Measure(
        "sso-admin CreateAccountAssignment until SUCCEEDED",
        sso_admin.create_and_await,
        (limits.COMMIT, moto.CREATE_ASSIGNMENT),
    ),
    Measure(
        "sso-admin ListAccountAssignments, 1,000 of them",
        sso_admin.list_account_assignments,
        (BARE, moto.LIST_ASSIGNMENTS),
        assignments=SMALL,
    ),
    Measure(
        "sso-admin ListAccountAssignments, 100,000 of them",
        sso_admin.list_account_assignments,
        ("sso-admin ListAccountAssignments, 1,000 of them",),
        assignments=LARGE,
    ),
    Measure(
        "sso-admin ListAccountAssignmentsForPrincipal, 1,000 of them",
        sso_admin.list_of_principal,
        (BARE, moto.LIST_OF_PRINCIPAL),
        assignments=SMALL,
    ),
    Measure(
        "sso-admin ListAccountAssignmentsForPrincipal, 100,000 of them",
        sso_admin.list_of_principal,
        ("sso-admin ListAccountAssignmentsForPrincipal, 1,000 of them",),
        assignments=LARGE,
    ),
    Measure(
        "identitystore CreateUser",
        identitystore.create_user,
        (BARE, limits.COMMIT, moto.CREATE_USER),
        target=2_000,
    ),
    Measure(
        "SCIM create user",
        scim.create_user,
        (BARE, limits.COMMIT, scim_server.CREATE_USER),
        target=1_500,
        status=201,
    ),
    Measure("SCIM filter by userName, 1,000 users", scim.filter_by_user_name, (BARE,)),
    Measure(
        "SCIM filter by userName, 100,000 users",
        scim.filter_by_user_name,
        ("SCIM filter by userName, 1,000 users",),
        people=LARGE,
    ),
    Measure("SCIM filter by externalId, 1,000 users", scim.filter_by_external_id, (BARE,)),
    Measure(
        "SCIM filter by externalId, 100,000 users",
        scim.filter_by_external_id,
        ("SCIM filter by externalId, 1,000 users",),
        people=LARGE,
    ),
    Measure("SCIM PATCH of one member, group of 1", scim.patch_small_group, (BARE, limits.COMMIT), status=204),
    Measure(
        "SCIM PATCH of one member, group of 50,000",
        scim.patch_large_group,
        ("SCIM PATCH of one member, group of 1",),
        people=LARGE,
        status=204,
    ),
    Measure("identitystore CreateUser, invited", identitystore.create_user_with_invitation, (BARE, limits.COMMIT)),
    Measure("identitystore GetUserId, 1,000 users", identitystore.get_user_id, (BARE, moto.GET_USER_ID)),
    Measure(
        "identitystore GetUserId, 100,000 users",
        identitystore.get_user_id,
        ("identitystore GetUserId, 1,000 users",),
        people=LARGE,
    ),
    Measure("identitystore IsMemberInGroups, 100 groups", identitystore.is_member_in_groups, (BARE, moto.IS_MEMBER)),
    Measure("identitystore ListUsers, first of 1,000", identitystore.list_first_page, (BARE, moto.LIST_USERS)),
    Measure(
        "identitystore ListUsers, first of 100,000",
        identitystore.list_first_page,
        ("identitystore ListUsers, first of 1,000",),
        people=LARGE,
    ),
    Measure(
        "identitystore ListUsers, last of 100,000",
        identitystore.list_last_page,
        ("identitystore ListUsers, first of 1,000",),
        people=LARGE,
    ),
    Measure("portal page, 20 accounts", pages.portal, (BARE,)),
    Measure("portal page, 2,000 roles", pages.portal_of_many_roles, (BARE, "portal page, 20 accounts")),
    Measure("console, first of 100,000 users", console.first_users, (BARE,), people=LARGE),
    Measure(
        "console, last of 100,000 users",
        console.last_users,
        (BARE, "console, first of 100,000 users"),
        people=LARGE,
    ),
    Measure(
        "console, search among 100,000 users",
        console.found_users,
        (BARE, "console, first of 100,000 users"),
        people=LARGE,
    ),
    Measure("console, who has access, 5,000 people", console.who_has_access, (BARE,), people=LARGE),
    Measure("session check", pages.session_check, (BARE,), status=303),
    Measure(
        "SAML, application entered",
        saml.enter,
        (BARE, saml_peers.SIGN, saml_peers.PYSAML2_SIGN),
        target=1_000,
    ),
    Measure(
        "SAML, provider's answer taken",
        saml.sign_in,
        (BARE, limits.COMMIT, saml_peers.VERIFY, saml_peers.PYSAML2_VERIFY),
        target=1_000,
    ),
    Measure("password sign-in", pages.sign_in, (limits.PASSWORD_HASH,), target=40, status=303),
    Measure("passkey sign-in", pages.sign_in_by_passkey, (BARE, limits.COMMIT), status=303),
)
