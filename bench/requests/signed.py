"""Requests to AWS's JSON services, signed by botocore."""

from typing import Any

import orjson
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from bench import http
from bench.world import World

_TYPE = "application/x-amz-json-1.1"


class Signer:
    """Signs requests of one service with the keys of a world's administrator."""

    def __init__(self, world: World, signing_name: str, target_prefix: str) -> None:
        credentials = Credentials(world.access_key_id, world.secret_access_key)
        self._auth = SigV4Auth(credentials, signing_name, world.region)
        self._target_prefix = target_prefix
        self._host = f"localhost:{world.installation.port}"

    def request(self, operation: str, parameters: dict[str, Any]) -> bytes:
        """Return a signed call of an operation; it is good for 15 minutes."""
        body = orjson.dumps(parameters)
        headers = {"Host": self._host, "Content-Type": _TYPE, "X-Amz-Target": f"{self._target_prefix}.{operation}"}
        request = AWSRequest("POST", f"http://{self._host}/", headers=headers, data=body)
        self._auth.add_auth(request)
        return http.post("/", body, dict(request.headers.items()))
