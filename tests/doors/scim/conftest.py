"""An installation on each kind of database, and an identity provider with a token of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, cast

import orjson
import pytest
from scim2_client.engines.wsgi import WSGISCIMClient
from werkzeug.test import Client as HttpClient
from werkzeug.test import TestResponse

from gatepost import app
from gatepost.core.actors import GATEPOST
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Runtime, perform
from gatepost.core.instances.model import Instance
from gatepost.core.provisioning import tokens
from gatepost.core.provisioning.model import Profile
from gatepost.settings import Settings
from tests.doors.boto import ENDPOINT
from tests.doors.installation import Installation
from tests.doors.portal.conftest import Installation as PortalInstallation

SCIM_JSON = "application/scim+json"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"

Json = dict[str, Any]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]


class Served(Protocol):
    """An installation that serves SCIM."""

    @property
    def runtime(self) -> Runtime: ...

    @property
    def instance(self) -> Instance: ...

    @property
    def http(self) -> HttpClient: ...


class Provider:
    """An identity provider: it has a token, and sends what it wants to."""

    def __init__(self, installation: Served, profile: Profile = "rfc") -> None:
        self.installation = installation
        tenant, token, secret = _make_token(installation, profile)
        self.tenant, self.token_id, self.token = tenant, token.token_id, secret.reveal()
        self.base = "/scim/v2"

    def send(
        self, method: Method, path: str, body: object = None, *, content_type: str = SCIM_JSON, **headers: str
    ) -> TestResponse:
        """Send a request; a body that is no bytes goes as JSON, header fields as `if_match=…`."""
        data = body if isinstance(body, bytes) or body is None else orjson.dumps(body)
        fields = {"Authorization": f"Bearer {self.token}"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        if data is not None:
            fields["Content-Type"] = content_type
        return self.installation.http.open(
            self.base + path,
            method=method,
            data=data,
            headers={name: value for name, value in fields.items() if value},
            base_url=ENDPOINT,
        )

    def get(self, path: str) -> Json:
        """Return what is at a path, which must be there."""
        return self._ok(self.send("GET", path), 200)

    def user(self, user_name: str, **attributes: object) -> Json:
        """Make a user."""
        return self.made("/Users", {"schemas": [USER], "userName": user_name, **attributes})

    def group(self, display_name: str, *member_ids: str, **attributes: object) -> Json:
        """Make a group with members."""
        members = [{"value": each} for each in member_ids]
        return self.made("/Groups", {"schemas": [GROUP], "displayName": display_name, "members": members, **attributes})

    def made(self, path: str, body: Json) -> Json:
        """Make a resource."""
        return self._ok(self.send("POST", path, body), 201)

    def patch(self, path: str, *operations: Json) -> Json:
        """Apply operations and return the resource afterwards."""
        answer = self.send("PATCH", path, {"schemas": [PATCH_OP], "Operations": list(operations)})
        assert answer.status_code in {200, 204}, answer.text
        return self.get(path)

    def names(self, path: str) -> list[str]:
        """Return the names of the resources in a list."""
        return [each.get("userName") or each["displayName"] for each in self.get(path)["Resources"]]

    @staticmethod
    def _ok(answer: TestResponse, status: int) -> Json:
        assert answer.status_code == status, answer.text
        assert answer.content_type == SCIM_JSON
        return cast(Json, answer.json)


@dataclass(frozen=True)
class Home:
    """The portal's installation, as a provider sees it that shares it with people."""

    runtime: Runtime
    instance: Instance
    http: HttpClient


def provider_of(portal: PortalInstallation) -> Provider:
    """Return a provider whose people sign in to a portal."""
    return Provider(Home(portal.runtime, portal.made.instance, HttpClient(portal.application)))


def problem(answer: TestResponse) -> tuple[int, str | None]:
    """Return the status and the scimType of an error, which must have SCIM's form."""
    assert answer.content_type == SCIM_JSON
    body = cast(Json, answer.json)
    assert body["schemas"] == [ERROR]
    assert body["status"] == str(answer.status_code)
    assert body["detail"]
    return answer.status_code, body.get("scimType")


def _make_token(installation: Served, profile: Profile) -> Any:
    client = Client("127.0.0.1", "tests", "11111111-1111-4111-8111-111111111111", "us-east-1")
    ask = Ask(GATEPOST, "gatepost:CreateBearerToken", "sso-directory.amazonaws.com", client, writes=True)
    store_id = installation.instance.identity_store_id
    return perform(installation.runtime, ask, lambda call: tokens.create(call, store_id, profile))


@contextmanager
def installed(folder: Path, database_url: str) -> Iterator[Installation]:
    """Make an installation, and close its database in the end."""
    runtime = app.make_runtime(Settings(data_dir=folder, database_url=database_url, log_level="error"))
    yield Installation(runtime)
    runtime.events.flush()
    runtime.database.close()


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, database_url) as made:
        yield made


@pytest.fixture(scope="module")
def shared(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """A provider of the profile rfc for all those tests of a module that leave nothing behind."""
    with installed(tmp_path_factory.mktemp("installation"), shared_database_url) as made:
        yield Provider(made)


@pytest.fixture
def provider(installation: Installation) -> Provider:
    """A provider whose token is of the profile rfc."""
    return Provider(installation)


@pytest.fixture
def scim(installation: Installation, provider: Provider) -> WSGISCIMClient:
    """scim2-client, talking to the whole application in this process."""
    return WSGISCIMClient(
        app.build(installation.runtime),
        base_url=f"{ENDPOINT}/scim/v2",
        headers={"Authorization": f"Bearer {provider.token}"},
    )
