"""Ways to each error that sso and sso-oidc declare; a scenario yields whatever it was answered."""

from collections.abc import Iterator
from typing import Any

from tests.doors.wire.samples import service_model
from tests.sweep.asking import Answered, asked, each, named
from tests.sweep.caller import Answer
from tests.sweep.conftest import Copies
from tests.sweep.good import good
from tests.sweep.names import DEVICE_CODE, REDIRECT_URI, start_url
from tests.sweep.scenarios import Scenario
from tests.sweep.site import Site


def what_the_portal_refuses(copies: Copies) -> Iterator[Answered]:
    site = copies.open()
    for model in each(frozenset({"sso"})):
        base = good(model, site.own)
        yield asked(site.administrator, model, base | {"accessToken": "none"})
        for member in base.keys() - {"accessToken"}:
            yield asked(site.administrator, model, base | {member: None})
            yield asked(site.administrator, model, base | {member: ""})
        if "maxResults" in (model.input_shape.members if model.input_shape else {}):
            yield asked(site.administrator, model, base | {"maxResults": 0})


def what_a_program_may_not_register(copies: Copies) -> Iterator[Answered]:
    caller = copies.open().administrator
    right = {"clientName": "program", "clientType": "public"}
    for wrong in (
        {"issuerUrl": "https://other.example.com/start"},
        {"scopes": ["admin"]},
        {"clientType": "confidential"},
        {"redirectUris": ["javascript:alert(1)"], "grantTypes": ["authorization_code"]},
        {"grantTypes": ["password"]},
    ):
        yield named(caller, "sso-oidc", "RegisterClient", **{**right, **wrong})


def what_a_device_may_not_start(copies: Copies) -> Iterator[Answered]:
    site = copies.open()
    model = service_model("sso-oidc").operation_model("StartDeviceAuthorization")
    base = good(model, site.own)
    yield asked(site.administrator, model, base | {"startUrl": "https://other.example.com/start"})
    yield asked(site.administrator, model, base | {"clientSecret": "wrong"})
    yield asked(site.administrator, model, base | _known(_registered_for_codes(site)))


def what_a_device_is_told(copies: Copies) -> Iterator[Answered]:
    """A device polls too early, is denied, comes too late, and asks for what it may not have."""
    site = copies.open()
    own, caller = site.own, site.administrator
    known = {"clientId": own.client_id, "clientSecret": own.client_secret}

    def token(**members: Any) -> Answered:
        return named(caller, "sso-oidc", "CreateToken", **{**known, "grantType": DEVICE_CODE, **members})

    started = caller.call("sso-oidc", "StartDeviceAuthorization", **known, startUrl=start_url(own))
    site.decide(own, started["userCode"], allow=False)
    yield token(deviceCode=started["deviceCode"])
    pending = caller.call("sso-oidc", "StartDeviceAuthorization", **known, startUrl=start_url(own))
    site.clock.advance(seconds=3)
    for _ in range(3):
        yield token(deviceCode=pending["deviceCode"])
    yield token()
    yield token(clientSecret="wrong")
    yield token(deviceCode="none")
    yield token(grantType="password")
    yield token(grantType="authorization_code", code="none")
    yield token(grantType="refresh_token", refreshToken=own.refresh_token, scope=["openid"])
    late = caller.call("sso-oidc", "StartDeviceAuthorization", **known, startUrl=start_url(own))
    site.clock.advance(minutes=11)
    yield token(deviceCode=late["deviceCode"])


def what_an_application_is_told(copies: Copies) -> Iterator[Answered]:
    site = copies.open()
    model = service_model("sso-oidc").operation_model("CreateTokenWithIAM")
    base = good(model, site.own)
    yield asked(site.administrator, model, base)
    for wrong in (
        {"clientId": "none"},
        {"refreshToken": None},
        {"scope": ["none"]},
        {"grantType": "authorization_code", "code": "none", "redirectUri": REDIRECT_URI},
    ):
        yield asked(site.administrator, model, base | wrong)


def _known(registered: Answer) -> dict[str, Any]:
    return {"clientId": registered["clientId"], "clientSecret": registered["clientSecret"]}


def _registered_for_codes(site: Site) -> Answer:
    return site.administrator.call(
        "sso-oidc",
        "RegisterClient",
        clientName="program",
        clientType="public",
        grantTypes=["authorization_code"],
        redirectUris=[REDIRECT_URI],
    )


TOKEN_SCENARIOS: tuple[Scenario, ...] = (
    what_the_portal_refuses,
    what_a_program_may_not_register,
    what_a_device_may_not_start,
    what_a_device_is_told,
    what_an_application_is_told,
)
