"""Settings of an instance that are read as one document and changed member by member: the two endpoints of each kind."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, cast

from gatepost.core.call import Call
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body, schema_of
from gatepost.doors.api.requested import Requested


def endpoints(
    noun: str,
    path: str,
    body: type[Body],
    *,
    read: Callable[[Call, str], Any],
    change: Callable[[Call, str, Mapping[str, Any]], Any],
    summaries: tuple[str, str],
) -> tuple[Endpoint, Endpoint]:
    """Return `Get<noun>` and `Update<noun>`, which both answer with all of the settings, a dataclass.

    `body` describes them; a change has the members that are sent, and leaves the others as they are.
    """

    def get(requested: Requested) -> dict[str, Any]:
        return asdict(requested.perform(lambda call: read(call, requested.instance.instance_id)))

    def update(requested: Requested) -> dict[str, Any]:
        sent = cast(Body, requested.body)
        changes = {name: getattr(sent, name) for name in sent.model_fields_set}
        return asdict(requested.perform(lambda call: change(call, requested.instance.instance_id, changes)))

    schema = {**schema_of(body), "required": list(body.model_fields)}
    to_read, to_change = summaries
    return (
        Endpoint(method="GET", path=path, name=f"Get{noun}", summary=to_read, schema=schema, answer=get),
        Endpoint(
            method="PATCH", path=path, name=f"Update{noun}", summary=to_change, schema=schema, answer=update, body=body
        ),
    )
