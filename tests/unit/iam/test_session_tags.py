"""Session tags: which a caller may pass, and which it hands on (IAM User Guide, "Pass session tags in AWS STS")."""

from collections.abc import Sequence

import pytest

from gatepost.core.actors import Actor
from gatepost.core.authz import Principal
from gatepost.core.iam import session_tags
from gatepost.kit.errors import Invalid


def caller(**transitive: str) -> Actor:
    return Actor(
        type="AssumedRole",
        principal=Principal("assumed_role", "arn:aws:sts::111122223333:assumed-role/Hub/jane", "111122223333"),
        principal_id="AROAEXAMPLE:jane",
        context={f"aws:PrincipalTag/{key}": value for key, value in transitive.items()} | {"aws:PrincipalTag/own": "x"},
        transitive_tag_keys=tuple(transitive),
    )


def test_only_transitive_tags_are_handed_on() -> None:
    tags = session_tags.requested(caller(team="payments"), [("stage", "test")], [])
    assert tags.all == {"team": "payments", "stage": "test"}
    assert tags.transitive == ("team",)


def test_passed_tags_become_transitive_when_asked() -> None:
    tags = session_tags.requested(caller(), [("Stage", "test"), ("cost", "")], ["stage"])
    assert tags.all == {"Stage": "test", "cost": ""}
    assert tags.transitive == ("Stage",)


@pytest.mark.parametrize(
    ("tags", "transitive", "sentence"),
    [
        ([("team", "a"), ("Team", "b")], [], "Duplicate tag keys found"),
        ([("TEAM", "search")], [], "conflicts with a transitive tag key"),
        ([("stage", "a")], ["other"], "must be included in the requested tags"),
        ([("aws:team", "a")], [], "reserved"),
    ],
)
def test_keys_that_clash_are_refused(tags: Sequence[tuple[str, str]], transitive: Sequence[str], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        session_tags.requested(caller(team="payments"), tags, transitive)
