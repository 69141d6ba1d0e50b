"""The input that the sweep starts from succeeds: else it would not get past the first refusal."""

import pytest

from tests.doors.wire.samples import service_model
from tests.sweep import good
from tests.sweep.operations import OPERATIONS, output_misfits
from tests.sweep.site import Site


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_it_succeeds(sqlite_copy: Site, service: str, name: str) -> None:
    model = service_model(service).operation_model(name)
    caller, names = sqlite_copy.administrator, sqlite_copy.own
    if name in good.OF_THE_ACCOUNTS_INSTANCE:
        caller, names = sqlite_copy.member(), sqlite_copy.foreign
    good.prepare(name, sqlite_copy, caller, names)
    answer = caller.call(service, name, **good.good(model, names))
    if name == "CreateTokenWithIAM":
        assert answer.code == "UnsupportedGrantTypeException"
        return
    assert answer.status == 200, answer.parsed
    assert output_misfits(model, answer) == []
