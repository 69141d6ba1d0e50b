"""The operations that are swept, and what their answers may be."""

import json
from typing import Any

from botocore.model import OperationModel

from tests.doors.wire.samples import service_model
from tests.sweep.caller import Answer
from tests.sweep.constraints import misfits

SERVICES = ("sso-admin", "identitystore", "sso", "sso-oidc")
OPERATIONS = [(service, name) for service in SERVICES for name in service_model(service).operation_names]


_EMPTY = frozenset({"GetInlinePolicyForPermissionSet.InlinePolicy"})
"""A permission set without an inline policy has an empty one, at AWS too, whatever the model says of its length."""

_BEFORE_THE_OPERATION = frozenset({"SerializationException", "RequestEntityTooLargeException"})
"""What AWS answers, undeclared, to a body that it cannot read."""

_OF_THE_PORTAL = frozenset({"ForbiddenException"})
"""What the portal answers, undeclared, to a role that is not the caller's."""

SLOWEST_SECONDS = 5


def output_misfits(model: OperationModel, answer: Answer) -> list[str]:
    """Tell each way in which the output of a call that succeeded does not fit the model."""
    output: Any = json.loads(answer.content) if answer.content else {}
    if model.output_shape is None:
        return [] if output == {} else [f"{output} where there is no output"]
    said = {name: value for name, value in output.items() if value or f"{model.name}.{name}" not in _EMPTY}
    return list(misfits(model.output_shape, said, unknown=True))


def complaints(model: OperationModel, answer: Answer) -> list[str]:
    """Tell what is wrong with an answer, whatever the input was."""
    if answer.seconds >= SLOWEST_SECONDS:
        return [f"took {answer.seconds} s"]
    if answer.status == 200:
        return output_misfits(model, answer)
    declared = {shape.name for shape in model.error_shapes} | _BEFORE_THE_OPERATION
    if model.service_model.service_name == "sso":
        declared |= _OF_THE_PORTAL
    if answer.status >= 500 or answer.code not in declared or not answer.message:
        return [f"{answer.status} {answer.code}: {answer.message}"]
    return []
