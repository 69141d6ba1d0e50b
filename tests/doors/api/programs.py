"""Programs that call the API: signed by botocore, with the credentials of a role or of an IAM user."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from werkzeug.test import TestResponse

from gatepost.core.call import Call
from gatepost.core.iam import access_keys
from gatepost.core.iam import users as iam_users
from gatepost.kit.secret import Secret
from tests.doors.portal.conftest import Browser, Installation

ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY_ACCESS = "arn:aws:iam::aws:policy/ReadOnlyAccess"
HOST = "localhost:8080"


class Program:
    """A program that signs what it sends with the keys of an IAM user."""

    def __init__(
        self, gatepost: Installation, *policies: str, name: str = "robot", account_id: str | None = None
    ) -> None:
        self._browser = gatepost.browser()
        self._credentials = user_credentials(gatepost, *policies, name=name, account_id=account_id)

    def get(self, path: str) -> TestResponse:
        return self.send("GET", path)

    def post(self, path: str, body: Any) -> TestResponse:
        return self.send("POST", path, body)

    def delete(self, path: str) -> TestResponse:
        return self.send("DELETE", path)

    def send(self, method: str, path: str, body: Any = None) -> TestResponse:
        """Send a request below /api/v1, whose body, if there is one, becomes JSON."""
        data = b"" if body is None else orjson.dumps(body)
        headers = signed(self._credentials, f"/api/v1{path}", method=method, body=data)
        return self._browser.send(method, f"/api/v1{path}", data, headers)


def role_credentials(gatepost: Installation, browser: Browser) -> Credentials:
    """Fetch keys at the portal, as a person copies them."""
    browser.sign_in()
    browser.get("/")
    account_id = gatepost.made.instance.owner_account_id
    page = browser.submit(
        {}, at=f"/accounts/{account_id}/roles/AdministratorAccess/access-keys", form=".//form[@data-dialog]"
    )
    keys = dict(re.findall(r"aws_(access_key_id|secret_access_key|session_token) = (\S+)", page.text))
    return Credentials(keys["access_key_id"], keys["secret_access_key"], keys["session_token"])


def user_credentials(
    gatepost: Installation, *policies: str, name: str = "robot", account_id: str | None = None
) -> Credentials:
    """Make an IAM user with an access key, in the management account unless it is to be another's."""
    of_account = account_id or gatepost.made.instance.owner_account_id

    def make(call: Call) -> tuple[str, Secret]:
        iam_users.create(call, of_account, name, attached=policies)
        key, secret = access_keys.create(call, of_account, name)
        return key.access_key_id, secret

    key_id, secret = gatepost.write(make)
    return Credentials(key_id, secret.reveal())


def signed(
    credentials: Credentials, path: str, service: str = "gatepost", method: str = "GET", body: bytes = b""
) -> Mapping[str, str]:
    """Return the headers that a request needs."""
    headers = {"Host": HOST, **({"Content-Type": "application/json"} if body else {})}
    request = AWSRequest(method, f"http://{HOST}{path}", headers=headers, data=body)
    SigV4Auth(credentials, service, "us-east-1").add_auth(request)
    return dict(request.headers.items())
