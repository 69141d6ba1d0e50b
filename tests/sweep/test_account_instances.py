"""What an account's own instance answers: people, groups and applications at once, permission sets once they are enabled."""

from dataclasses import replace

import pytest
from botocore.model import OperationModel

from tests.sweep.asking import each
from tests.sweep.good import good, prepare
from tests.sweep.site import Site

OF_THE_ORGANISATION = frozenset({"AddRegion", "ListAccountAssignmentsForPrincipal"})
"""What is not for instances of accounts, and refused by them."""

NEEDING_A_REGION = frozenset({"DescribeRegion", "RemoveRegion"})
"""What is about a Region that such an instance cannot have been added to."""

OF_PERMISSION_SETS = frozenset(
    {
        "CreatePermissionSet",
        "ListPermissionSets",
        "ListPermissionSetsProvisionedToAccount",
    }
)
"""What comes with permission sets, and names none that would have to be there."""


@pytest.mark.parametrize("model", list(each()), ids=lambda model: model.name)
def test_it_does_what_the_organisations_does_once_permission_sets_are_enabled(
    sqlite_copy: Site, model: OperationModel
) -> None:
    caller, names = sqlite_copy.member(), sqlite_copy.foreign
    if model.name in NEEDING_A_REGION:
        answer = caller.call("sso-admin", model.name, **good(model, names))
        assert answer.code == "ResourceNotFoundException"
        return
    prepare(model.name, sqlite_copy, caller, names)
    answer = caller.call(model.service_model.service_name, model.name, **good(model, names))
    assert answer.code == ("ValidationException" if model.name in OF_THE_ORGANISATION else ""), answer.parsed


def test_it_has_no_permission_sets_before_they_are_enabled(sqlite_copy: Site) -> None:
    caller = sqlite_copy.member()
    prepare("CreateInstance", sqlite_copy, caller, sqlite_copy.foreign)
    arn = str(caller.call("sso-admin", "CreateInstance")["InstanceArn"])
    sqlite_copy.work()
    instance_id = arn.rpartition("/")[2]
    names = replace(
        sqlite_copy.foreign,
        instance_arn=arn,
        permission_set_arn=f"arn:aws:sso:::permissionSet/{instance_id}/ps-0123456789abcdef",
    )
    for model in each(frozenset({"sso-admin"})):
        if "InstanceArn" not in good(model, names) or model.name == "DeleteInstance":
            continue
        answer = caller.call("sso-admin", model.name, **good(model, names))
        if model.name in OF_PERMISSION_SETS | OF_THE_ORGANISATION:
            assert answer.code == "ValidationException", (model.name, answer.parsed)
        elif "PermissionSetArn" in good(model, names):
            assert answer.code == "ResourceNotFoundException", (model.name, answer.parsed)
