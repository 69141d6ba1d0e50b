"""Each operation of the eight services: botocore's input read here, output written here read by botocore."""

import pytest

from gatepost.doors.aws import router
from gatepost.doors.aws.wire import codec
from gatepost.doors.aws.wire.shapes import service
from gatepost.doors.aws.wire.validate import validate
from tests.doors.wire.samples import difficult, operation_models, parsed, revealed, sample, serialized, service_model

OPERATIONS = operation_models()
BODY_LIMIT = 1 << 20


def test_there_are_as_many_operations_as_the_models_have() -> None:
    assert len(OPERATIONS) == 79 + 22 + 4 + 4 + 11 + 180 + 63 + 60


@pytest.mark.parametrize(("service_name", "name"), OPERATIONS)
def test_input(service_name: str, name: str) -> None:
    model = service_model(service_name).operation_model(name)
    params = sample(model.input_shape) if model.input_shape else {}
    request = serialized(model, params)

    found = router.find_service(request)
    operation = router.find_operation(found, request)
    checked = validate(operation, codec.decode(operation, request, BODY_LIMIT))

    assert (found.name, operation.name) == (service_name, name)
    assert revealed(checked) == params


@pytest.mark.parametrize(("service_name", "name"), OPERATIONS)
def test_output(service_name: str, name: str) -> None:
    model = service_model(service_name).operation_model(name)
    output = sample(model.output_shape, difficult) if model.output_shape else {}

    answer = codec.encode(service(service_name).operations[name], output, "the-request-id")
    result = parsed(model, answer)

    metadata = result.pop("ResponseMetadata")
    assert result == output
    assert metadata["HTTPStatusCode"] == 200
    assert metadata["RequestId"] == "the-request-id"


@pytest.mark.parametrize(("service_name", "name"), OPERATIONS)
def test_nothing_but_required_members(service_name: str, name: str) -> None:
    model = service_model(service_name).operation_model(name)
    shape = model.input_shape
    params = {member: sample(shape.members[member]) for member in shape.required_members} if shape else {}
    request = serialized(model, params)
    operation = service(service_name).operations[name]

    assert revealed(validate(operation, codec.decode(operation, request, BODY_LIMIT))) == params
