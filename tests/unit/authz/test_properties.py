"""What holds of any pattern and any policies."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gatepost.core.authz import Policies, parse
from gatepost.core.authz.patterns import compile_arn, compile_glob, quoted
from tests.unit.authz.builders import ALICE, ROOT, SESSION, allow, ask, deny, document, text

LETTERS = st.text("ab:/\\.\n", max_size=12)
PATTERNS = st.text("ab:/*?.\n", max_size=12)


def reference(pattern: str, text: str) -> bool:
    """A wildcard pattern as the plainest regular expression that says it."""
    expression = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


@given(PATTERNS, LETTERS)
def test_pattern_is_its_regular_expression(pattern: str, text: str) -> None:
    assert bool(compile_glob(pattern)(text)) is reference(pattern, text)


@given(PATTERNS)
def test_pattern_matches_what_it_was_made_of(pattern: str) -> None:
    assert compile_glob(pattern)(pattern.replace("*", "ab").replace("?", "b"))


@given(st.text(max_size=20), st.text(max_size=20))
def test_quoted_text_matches_itself_alone(text: str, other: str) -> None:
    assert compile_glob(quoted(text))(text)
    assert bool(compile_glob(quoted(text))(other)) is (text == other)


SEGMENT = st.text("ab/*?", max_size=5)
RESOURCE = st.text("ab/:*?", max_size=8)


@given(
    st.lists(SEGMENT, min_size=5, max_size=5),
    RESOURCE,
    st.lists(st.text("ab/", max_size=4), min_size=5, max_size=5),
    LETTERS,
)
def test_arn_pattern_is_six_patterns(head: list[str], tail: str, arn_head: list[str], arn_tail: str) -> None:
    matches = bool(compile_arn(":".join([*head, tail]))(":".join([*arn_head, arn_tail])))
    each = [reference(pattern, text) for pattern, text in zip([*head, tail], [*arn_head, arn_tail], strict=True)]
    assert matches is all(each)


ACTIONS = st.sampled_from(["*", "s3:*", "s3:GetObject", "s3:Put*", "sqs:*"])
STATEMENTS = st.builds(lambda effect, action: effect(action), st.sampled_from([allow, deny]), ACTIONS)
DOCUMENTS = st.lists(STATEMENTS, min_size=1, max_size=3).map(lambda statements: document(*statements))
LAYER = st.lists(DOCUMENTS, max_size=2).map(tuple)
OPTIONAL_LAYER = st.none() | LAYER
PRINCIPAL_ELEMENTS = st.sampled_from([{"AWS": ALICE.arn}, {"AWS": ALICE.account_id}, "*"])
RESOURCE_DOCUMENTS = st.builds(
    lambda effect, action, principal: document(effect(action, Principal=principal)),
    st.sampled_from([allow, deny]),
    ACTIONS,
    PRINCIPAL_ELEMENTS,
)
POLICIES = st.builds(
    Policies,
    identity=LAYER,
    boundary=OPTIONAL_LAYER,
    session=OPTIONAL_LAYER,
    service_control=st.lists(LAYER, max_size=2).map(tuple),
    resource=st.lists(RESOURCE_DOCUMENTS, max_size=2).map(tuple),
)
PRINCIPALS = st.sampled_from([ALICE, SESSION, ROOT])
OWNERS = st.sampled_from([None, ALICE.account_id, "999988887777"])
DENIAL = document(deny("s3:Get*"))


def with_denial(policies: Policies, layer: str) -> Policies:
    """Add a Deny for what is asked to a layer, whatever else stands there."""
    layers: dict[str, Any] = {
        name: getattr(policies, name) for name in ("identity", "boundary", "session", "service_control", "resource")
    }
    if layer == "service_control":
        layers[layer] = ((DENIAL,), *layers[layer])
    elif layer == "resource":
        layers[layer] = (*layers[layer], document(deny("s3:Get*", Principal="*")))
    else:
        layers[layer] = (*(layers[layer] or ()), DENIAL)
    return Policies(**layers)


@given(
    POLICIES, PRINCIPALS, OWNERS, st.sampled_from(["identity", "boundary", "session", "service_control", "resource"])
)
def test_explicit_deny_always_wins(policies: Policies, principal: Any, owner: str | None, layer: str) -> None:
    assert ask(with_denial(policies, layer), principal, owner=owner).effect == "ExplicitDeny"


@given(POLICIES, PRINCIPALS, OWNERS)
def test_without_any_allow_nobody_but_root_is_allowed(policies: Policies, principal: Any, owner: str | None) -> None:
    only_denials = Policies(
        identity=tuple(each for each in policies.identity if not each.allows),
        resource=tuple(each for each in policies.resource if not each.allows),
    )
    decision = ask(only_denials, principal, owner=owner)
    assert not decision.allowed or decision.layer == "root"


@given(POLICIES, PRINCIPALS, OWNERS)
def test_an_allow_names_a_statement_that_allows(policies: Policies, principal: Any, owner: str | None) -> None:
    decision = ask(policies, principal, owner=owner)
    if decision.allowed and decision.layer != "root":
        assert decision.statement is not None
        chosen = policies.identity if decision.layer == "identity" else policies.resource
        indexes = [statement.index for statement in chosen[decision.statement.policy].allows]
        assert decision.statement.index in indexes


@given(st.lists(STATEMENTS, min_size=1, max_size=4))
def test_parsing_depends_on_the_text_alone(statements: list[dict[str, Any]]) -> None:
    written = text(*statements)
    assert parse(written) == parse(written.encode())
