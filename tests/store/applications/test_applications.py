"""Applications and what belongs to them, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost.core.applications import access_scopes, applications, authentication_methods, grants, sessions
from gatepost.core.applications.model import (
    GRANT_TYPES,
    AccessScope,
    Application,
    AuthorizationCodeGrant,
    AuthorizedTokenIssuer,
    Grant,
    IamAuthenticationMethod,
    JwtBearerGrant,
    PortalOptions,
    RefreshTokenGrant,
    SignInOptions,
    TokenExchangeGrant,
)
from gatepost.core.call import Call
from gatepost.core.instances import store as instances_store
from gatepost.kit.errors import Conflict, NotFound, Problem, QuotaExceeded
from gatepost.kit.paging import PageRequest, Position
from tests.store.applications.conftest import CUSTOM, EVERYTHING, Applications

SIGN_IN = SignInOptions("APPLICATION", "https://wiki.example.com")


def test_an_application_comes_back_as_it_was_made(world: Applications) -> None:
    def create(call: Call) -> Application:
        portal = PortalOptions("DISABLED", SIGN_IN)
        return applications.create(
            call,
            world.instance,
            provider_arn=CUSTOM,
            name="Wiki \U0001f511\n",
            description="What we know",
            status="DISABLED",
            portal=portal,
        )

    made = world.write(create)
    assert world.read(lambda call: applications.get(call, made.arn)) == made


def test_of_a_hundred_that_want_one_name_one_gets_it(world: Applications) -> None:
    def try_once(_: int) -> str:
        try:
            return world.application().arn
        except Conflict as conflict:
            return conflict.message

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(try_once, range(100)))
    assert answers.count("Application with name Wiki already exists.") == 99
    listed = world.read(
        lambda call: applications.list_of_instance(
            call, world.instance, account_id=None, provider_arn=None, page=EVERYTHING
        )
    )
    assert [each.arn for each in listed.items] == [answer for answer in answers if answer.startswith("arn:")]


def test_a_change_keeps_what_is_not_given(world: Applications) -> None:
    made = world.application()
    world.write(lambda call: applications.update(call, made.arn, description="What we know", sign_in=SIGN_IN))
    world.write(lambda call: sessions.put_background(call, made.arn, "ENABLED"))
    world.write(lambda call: applications.update(call, made.arn, name="Library"))
    found = world.read(lambda call: applications.get(call, made.arn))
    assert (found.name, found.description, found.portal) == ("Library", "What we know", PortalOptions(sign_in=SIGN_IN))
    assert found.background_sessions == "ENABLED"


def test_they_are_listed_page_by_page(world: Applications) -> None:
    made = {world.application(f"Application {number}").arn for number in range(5)}

    def page(request: PageRequest, account_id: str | None = None) -> tuple[set[str], Position | None]:
        found = world.read(
            lambda call: applications.list_of_instance(
                call, world.instance, account_id=account_id, provider_arn=CUSTOM, page=request
            )
        )
        return {each.arn for each in found.items}, found.next

    first, position = page(PageRequest(3))
    rest, end = page(PageRequest(3, position))
    assert (len(first), first | rest, end) == (3, made, None)
    assert page(PageRequest(3), "999999999999") == (set(), None)


def test_a_scope_is_put_in_place_of_the_one_before(world: Applications) -> None:
    made = world.application()
    for targets in ((world.instance.arn, made.arn), None, (made.arn,)):
        scope = AccessScope("sso:account:access", targets)
        world.write(lambda call, scope=scope: access_scopes.put(call, made.arn, scope))  # type: ignore[misc]
        assert world.read(lambda call: access_scopes.get(call, made.arn, "sso:account:access")) == scope
    assert len(world.read(lambda call: access_scopes.list_of_application(call, made.arn, EVERYTHING)).items) == 1


def test_of_many_scopes_at_once_25_stay(world: Applications) -> None:
    made = world.application()

    def try_once(number: int) -> bool:
        try:
            world.write(lambda call: access_scopes.put(call, made.arn, AccessScope(f"scope{number}", None)))
        except QuotaExceeded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(40))) == 25


def test_each_grant_comes_back_as_it_was_put(world: Applications) -> None:
    made, issuer = world.application(), world.issuer()
    for grant in (
        AuthorizationCodeGrant(("https://wiki.example.com/callback",)),
        RefreshTokenGrant(),
        JwtBearerGrant((AuthorizedTokenIssuer(issuer.arn, ("wiki",)),)),
        JwtBearerGrant((AuthorizedTokenIssuer(issuer.arn, None),)),
        TokenExchangeGrant(),
    ):
        _put(world, made.arn, grant)
    found = world.read(lambda call: grants.list_of_application(call, made.arn, EVERYTHING)).items
    assert found == [
        AuthorizationCodeGrant(("https://wiki.example.com/callback",)),
        RefreshTokenGrant(),
        JwtBearerGrant((AuthorizedTokenIssuer(issuer.arn, None),)),
        TokenExchangeGrant(),
    ]


def test_lists_of_settings_come_in_pages(world: Applications) -> None:
    made = world.application()
    for grant in (RefreshTokenGrant(), TokenExchangeGrant()):
        _put(world, made.arn, grant)
    for name in ("openid", "profile"):
        world.write(lambda call, name=name: access_scopes.put(call, made.arn, AccessScope(name, None)))  # type: ignore[misc]
    one = PageRequest(1)
    first = world.read(lambda call: grants.list_of_application(call, made.arn, one))
    second = world.read(lambda call: grants.list_of_application(call, made.arn, PageRequest(1, first.next)))
    assert ([*first.items, *second.items], second.next) == ([RefreshTokenGrant(), TokenExchangeGrant()], None)
    scopes = world.read(lambda call: access_scopes.list_of_application(call, made.arn, one))
    assert ([each.scope for each in scopes.items], scopes.next) == (["openid"], ("openid",))


def test_with_an_application_goes_all_that_is_its_own(world: Applications) -> None:
    made = world.application()
    policy = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": "*", "Action": "sso-oauth:*", "Resource": "*"},
    }
    _put(world, made.arn, RefreshTokenGrant())
    world.write(lambda call: access_scopes.put(call, made.arn, AccessScope("openid", None)))
    world.write(lambda call: authentication_methods.put(call, made.arn, "IAM", IamAuthenticationMethod(policy)))
    world.assign(made, world.user("ada"))
    world.write(lambda call: applications.delete(call, made.arn))
    for get in (
        lambda call: applications.get(call, made.arn),
        lambda call: grants.get(call, made.arn, "refresh_token"),
        lambda call: access_scopes.get(call, made.arn, "openid"),
        lambda call: authentication_methods.get(call, made.arn, "IAM"),
    ):
        with pytest.raises(NotFound):
            world.read(get)


def test_with_the_instance_go_its_applications_and_issuers(world: Applications) -> None:
    made, issuer = world.application(tags={"team": "a"}), world.issuer(tags={"team": "a"})
    world.assign(made, world.user("ada"))
    _put(world, made.arn, JwtBearerGrant((AuthorizedTokenIssuer(issuer.arn, ("wiki",)),)))
    world.write(lambda call: instances_store.delete_instance(call.tx, world.instance.instance_id))
    with pytest.raises(NotFound):
        world.read(lambda call: applications.get(call, made.arn))


def test_a_setting_for_an_application_that_goes_is_kept_or_refused_and_never_a_fault(world: Applications) -> None:
    """Of two calls at once one puts a grant and one removes the application: whichever is second sees what the first did."""
    for number in range(10):
        made = world.application(f"Application {number}")

        def put() -> str:
            try:
                _put(world, made.arn, RefreshTokenGrant())  # noqa: B023 - run before the next turn
            except Problem as problem:
                return type(problem).__name__
            return "put"

        with ThreadPoolExecutor(2) as pool:
            putting = pool.submit(put)
            pool.submit(lambda: world.write(lambda call: applications.delete(call, made.arn))).result()  # noqa: B023
            assert putting.result() in {"put", "NotFound"}


def _put(world: Applications, application_arn: str, grant: Grant) -> None:
    world.write(lambda call: grants.put(call, application_arn, GRANT_TYPES[type(grant)], grant))
