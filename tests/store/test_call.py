"""perform(), on both databases: who is let in, what is kept, what is recorded."""

from datetime import timedelta
from typing import Any

import pytest

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.ask import Ask
from gatepost.core.audit import store as audit
from gatepost.core.audit.model import Event, EventDraft
from gatepost.core.authz import Policies, Principal, parse
from gatepost.core.call import Call, perform
from gatepost.core.queue import store as queue
from gatepost.kit.errors import Conflict, Denied, NotFound, Refused
from gatepost.kit.paging import PageRequest
from tests.calls import CLIENT, Core
from tests.kit import NOON

ACCOUNT = "111122223333"
INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
OTHER = "arn:aws:sso:::instance/ssoins-fedcba9876543210"
POLICY = f"""{{"Version": "2012-10-17", "Statement": [
    {{"Effect": "Allow", "Action": "sso:*", "Resource": "{INSTANCE}"}},
    {{"Effect": "Deny", "Action": "sso:Delete*", "Resource": "*",
      "Condition": {{"NotIpAddress": {{"aws:SourceIp": "198.51.100.0/24"}}}}}}]}}"""

ADA = Actor(
    type="IAMUser",
    principal=Principal("user", f"arn:aws:iam::{ACCOUNT}:user/ada", ACCOUNT),
    principal_id="AIDAEXAMPLE",
    user_name="ada",
    policies=Policies(identity=(parse(POLICY),)),
    access_key_id="AKIAEXAMPLE",
)


def ask(**members: Any) -> Ask:
    given: dict[str, Any] = {
        "actor": ADA,
        "action": "sso:CreateThing",
        "resources": (INSTANCE,),
        "writes": True,
    } | members
    return Ask(event_source="sso.amazonaws.com", client=CLIENT, recipient_account_id=ACCOUNT, **given)


def events(core: Core) -> list[Event]:
    core.runtime.events.flush()
    page = core.runtime.database.read(
        lambda tx: audit.list_events(tx, ACCOUNT, NOON - timedelta(1), NOON + timedelta(1), None, None, PageRequest(50))
    )
    return list(page.items)


def jobs(core: Core) -> dict[str, int]:
    return core.runtime.database.read(queue.count_by_kind)


def enqueue(call: Call) -> str:
    call.enqueue("test-job", {"n": 1})
    return "done"


def refuse(call: Call) -> str:
    enqueue(call)
    raise Refused("wrong", reason="wrong_password")


def fail(call: Call) -> str:
    enqueue(call)
    raise NotFound("no such thing")


def test_a_write_commits_and_leaves_its_event(core: Core) -> None:
    parameters = {"instanceArn": INSTANCE}
    answer = perform(
        core.runtime, ask(parameters=parameters, response_elements=lambda done: {"outcome": done}), enqueue
    )
    assert answer == "done"
    assert jobs(core) == {"test-job": 1}
    [event] = events(core)
    assert (event.name, event.source, event.read_only, event.user_name) == (
        "CreateThing",
        "sso.amazonaws.com",
        False,
        "ada",
    )
    assert event.access_key_id == "AKIAEXAMPLE"
    assert event.body["requestParameters"] == parameters
    assert event.body["responseElements"] == {"outcome": "done"}
    assert event.body["requestID"] == CLIENT.request_id
    assert event.body["sourceIPAddress"] == CLIENT.address
    assert event.body["userIdentity"]["arn"] == ADA.arn
    assert [each.name for each in event.resources] == [INSTANCE]


@pytest.mark.parametrize(
    "denied",
    [
        ask(resources=(OTHER,)),
        ask(resources=(INSTANCE, OTHER)),
        ask(resources=()),
        ask(actor=NOBODY),
        ask(action="iam:X"),
    ],
    ids=["another resource", "one of two", "no resource", "nobody", "another service"],
)
def test_what_no_policy_allows_is_denied_and_recorded(core: Core, denied: Ask) -> None:
    with pytest.raises(Denied, match="is not authorized to perform"):
        perform(core.runtime, denied, enqueue)
    assert jobs(core) == {}
    [event] = events(core)
    assert event.body["errorCode"] == "Denied"
    assert event.body["errorMessage"].startswith("User: ")


def test_an_actor_of_another_account_is_denied(core: Core) -> None:
    with pytest.raises(Denied):
        perform(core.runtime, ask(owner_account_id="444455556666"), enqueue)
    assert perform(core.runtime, ask(owner_account_id=ACCOUNT), enqueue) == "done"


def test_a_condition_sees_where_the_request_came_from(core: Core) -> None:
    assert perform(core.runtime, ask(action="sso:DeleteThing"), enqueue) == "done"
    inside = ask(action="sso:DeleteThing")
    outside = Ask(**{**_members(inside), "client": type(CLIENT)("203.0.113.9", "pytest", "r", "us-east-1")})
    with pytest.raises(Denied, match="explicit deny"):
        perform(core.runtime, outside, enqueue)


def test_a_problem_undoes_the_call_and_is_recorded(core: Core) -> None:
    with pytest.raises(NotFound):
        perform(core.runtime, ask(error_code=lambda problem: "ResourceNotFoundException"), fail)
    assert jobs(core) == {}
    [event] = events(core)
    assert event.body["errorCode"] == "ResourceNotFoundException"
    assert event.body["responseElements"] is None


def test_a_refusal_keeps_what_it_learned(core: Core) -> None:
    with pytest.raises(Refused):
        perform(core.runtime, ask(), refuse)
    assert jobs(core) == {"test-job": 1}
    [event] = events(core)
    assert event.body["errorCode"] == "wrong_password"


def test_a_read_leaves_its_event_too(core: Core) -> None:
    assert perform(core.runtime, ask(action="sso:ListThings", writes=False), lambda call: 7) == 7
    [event] = events(core)
    assert (event.name, event.read_only) == ("ListThings", True)
    assert event.body["responseElements"] is None


def test_a_read_that_is_refused_says_so_in_its_event(core: Core) -> None:
    def look(call: Call) -> str:
        raise Refused("no longer", reason="expired_link")

    with pytest.raises(Refused):
        perform(core.runtime, ask(writes=False), look)
    [event] = events(core)
    assert (event.body["errorCode"], event.body["errorMessage"]) == ("expired_link", "no longer")


def test_events_beside_the_first_are_recorded_with_it(core: Core) -> None:
    def sign_in(call: Call) -> None:
        call.event.user_name = "grace"
        call.more_events.append(EventDraft("UserAuthentication", "signin.amazonaws.com", type="AwsServiceEvent"))

    perform(core.runtime, ask(), sign_in)
    found = {event.name: event for event in events(core)}
    assert set(found) == {"CreateThing", "UserAuthentication"}
    assert found["CreateThing"].user_name == "grace"
    assert found["UserAuthentication"].body["eventType"] == "AwsServiceEvent"


def test_a_client_token_makes_a_repetition_do_nothing_twice(core: Core) -> None:
    made: list[str] = []

    def make(call: Call) -> dict[str, str]:
        enqueue(call)
        made.append("made")
        return {"Arn": f"arn-{len(made)}"}

    wanted = ask(idempotency="token-1", fingerprint={"Name": "x"})
    assert perform(core.runtime, wanted, make) == {"Arn": "arn-1"}
    assert perform(core.runtime, wanted, make) == {"Arn": "arn-1"}
    assert jobs(core) == {"test-job": 1}
    with pytest.raises(Conflict):
        perform(core.runtime, ask(idempotency="token-1", fingerprint={"Name": "y"}), make)
    assert perform(core.runtime, ask(idempotency="token-2", fingerprint={"Name": "y"}), make) == {"Arn": "arn-2"}


def test_a_client_token_of_a_failed_call_is_free_again(core: Core) -> None:
    wanted = ask(idempotency="token-1", fingerprint={})
    with pytest.raises(NotFound):
        perform(core.runtime, wanted, fail)
    assert perform(core.runtime, wanted, lambda call: {"done": True}) == {"done": True}


def test_a_client_token_of_a_refused_call_is_free_again(core: Core) -> None:
    wanted = ask(idempotency="token-1", fingerprint={})

    def refuse(call: Call) -> dict[str, bool]:
        raise Refused("Not yet.")

    with pytest.raises(Refused):
        perform(core.runtime, wanted, refuse)
    assert perform(core.runtime, wanted, lambda call: {"done": True}) == {"done": True}


@pytest.mark.parametrize("hostile", ["a\nb", "\r\nX: y", "\x00", "\u202eevil", "💣" * 300])
def test_hostile_text_stays_inside_its_event(core: Core, hostile: str) -> None:
    perform(core.runtime, ask(parameters={"name": hostile}), enqueue)
    [event] = events(core)
    assert event.body["requestParameters"] == {"name": hostile}


def _members(of: Ask) -> dict[str, Any]:
    return {name: getattr(of, name) for name in Ask.__dataclass_fields__}
