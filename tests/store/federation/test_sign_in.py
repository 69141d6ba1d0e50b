"""Sign-ins through an identity provider on both databases: an assertion counts once, whoever gets it and when."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User, UserAttributes
from gatepost.core.federation import identity_source, sign_in, store
from gatepost.core.federation.logout_model import ProviderSession
from gatepost.core.federation.model import Choice, Claim, ExternalProvider, SignInRequest, SourceKind
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.kit.errors import Conflict, Invalid, Refused
from gatepost.kit.secret import Secret
from tests.calls import Core
from tests.doors.saml.partners import key_pair

VISIT = Secret("visit" * 5)


class Federation:
    """An instance whose people sign in through a provider, and one of them."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.instance: Instance = core.write(
            lambda call: instances.create(call, account_id="111122223333", region="us-east-1")
        )
        person = UserAttributes.person(user_name="Maria", given_name="M", family_name="O", email="m@example.com")
        self.user: User = core.write(
            lambda call: users.create(
                call, identity_store_id=self.instance.identity_store_id, attributes=person, invite=False
            )
        )
        self.provider = ExternalProvider(
            "Example", "https://idp.example.com", "https://idp.example.com/sso", (key_pair("provider").certificate,)
        )
        self.choice = Choice(SourceKind.EXTERNAL_IDP, self.provider, (self.user.user_id,))
        self.change(self.choice)

    def change(self, choice: Choice) -> None:
        self.core.write(lambda call: identity_source.change(call, self.instance, choice))

    def begin(self) -> SignInRequest:
        return self.core.write(lambda call: sign_in.begin(call, VISIT, "/start"))

    def claim(self, request: SignInRequest | None, assertion_id: str = "_a", name_id: str = "maria") -> Claim:
        return Claim(
            assertion_id,
            ProviderSession(self.provider.entity_id, name_id),
            request.request_id if request else None,
            {"AccessControl:Team": ("Blue",)},
            expires_at=self.core.clock.now() + timedelta(minutes=16),
        )

    def accept(self, claim: Claim) -> str:
        return self.core.write(lambda call: sign_in.accept(call, self.instance, claim))

    def redeem(self, ticket: str, visit: Secret | None = VISIT) -> str:
        def do(call: Call) -> str:
            return sign_in.redeem(call, self.instance, ticket, visit)[0].return_to

        return self.core.write(do)


@pytest.fixture
def federation(core: Core) -> Federation:
    return Federation(core)


def reason_of(error: pytest.ExceptionInfo[Refused]) -> str | None:
    return error.value.reason


def test_there_and_back(federation: Federation) -> None:
    ticket = federation.accept(federation.claim(federation.begin()))
    assert federation.redeem(ticket) == "/start"


def test_an_assertion_counts_once_even_at_once(federation: Federation) -> None:
    """Two answers race with one assertion, each for a request of its own: the database lets one of them win."""
    claims = [federation.claim(federation.begin()) for _ in range(2)]
    outcomes: list[str | None] = []
    with ThreadPoolExecutor(2) as servers:
        for each in [servers.submit(federation.accept, claim) for claim in claims]:
            try:
                outcomes.append("accepted" if each.result() else None)
            except Refused as refused:
                outcomes.append(refused.reason)
    assert sorted(map(str, outcomes)) == ["AssertionReplayed", "accepted"]


def test_a_request_counts_once_even_at_once(federation: Federation) -> None:
    request = federation.begin()
    claims = [federation.claim(request, f"_{number}") for number in range(4)]
    with ThreadPoolExecutor(4) as servers:
        answers = [servers.submit(federation.accept, claim) for claim in claims]
    assert sum(each.exception() is None for each in answers) == 1


def test_the_same_id_of_another_provider_is_another_assertion(federation: Federation) -> None:
    federation.accept(federation.claim(federation.begin()))
    other = replace(federation.claim(federation.begin()), subject=ProviderSession("https://other.example.com", "maria"))
    assert federation.accept(other)


def test_a_refused_claim_is_used_up(federation: Federation) -> None:
    unknown = federation.claim(federation.begin(), name_id="nobody")
    with pytest.raises(Refused) as first:
        federation.accept(unknown)
    with pytest.raises(Refused) as second:
        federation.accept(unknown)
    assert (reason_of(first), reason_of(second)) == ("UserNotMatched", "AssertionReplayed")


def test_a_ticket_counts_once_and_in_its_browser(federation: Federation) -> None:
    ticket = federation.accept(federation.claim(federation.begin()))
    for visit in (Secret("other" * 5), None):
        with pytest.raises(Invalid, match="another browser"):
            federation.redeem(ticket, visit)
    assert federation.redeem(ticket) == "/start"
    with pytest.raises(Refused, match="completed before"):
        federation.redeem(ticket)


def test_what_has_had_its_time_is_forgotten(federation: Federation) -> None:
    federation.begin()
    federation.accept(federation.claim(federation.begin()))
    now = federation.core.clock.advance(hours=1)
    assert federation.core.write(lambda call: store.sweep(call.tx, now)) == 2


def test_the_source_is_set_back(federation: Federation) -> None:
    changed = replace(federation.choice, emergency_user_ids=(federation.user.user_id,), provider=federation.provider)
    federation.change(replace(changed, provider=replace(federation.provider, name="Renamed")))
    back = federation.core.write(lambda call: identity_source.undo(call, federation.instance))
    assert back.choice == federation.choice
    assert federation.core.read(lambda call: identity_source.get(call, federation.instance)) == back


def test_nothing_to_set_back(core: Core) -> None:
    instance = core.write(lambda call: instances.create(call, account_id="111122223333", region="us-east-1"))
    with pytest.raises(Conflict):
        core.write(lambda call: identity_source.undo(call, instance))
