"""SIGTERM: requests that are being answered are finished, and what is only in memory is written down."""

import http.client
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from gatepost.core.audit import store as audit
from gatepost.kit.clock import SystemClock
from gatepost.kit.paging import PageRequest
from gatepost.store.database import Database
from tests.faults.conftest import Company, Found, until
from tests.kit import PATIENCE_SECONDS

REQUESTS = 6


def event_names(company: Company) -> list[str]:
    """Return the names of the organisation's events, newest first, out of the database itself."""
    now = SystemClock().now()
    with closing(Database(company.gatepost.settings["database_url"])) as database:
        page = database.read(
            lambda tx: audit.list_events(
                tx, company.facts["account_id"], now - timedelta(days=1), now, None, None, PageRequest(1000)
            )
        )
    return [event.name for event in page.items]


class Asked:
    """A CreateUser that has been sent and waits for its answer."""

    def __init__(self, company: Company, number: int) -> None:
        keys = company.administrator.keys
        body = {
            "IdentityStoreId": company.facts["identity_store_id"],
            "UserName": f"maria-{number}",
            "DisplayName": "M",
        }
        name = {"Name": {"GivenName": "Maria", "FamilyName": "Okonkwo"}}
        headers = {
            "Host": f"localhost:{company.gatepost.port}",
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AWSIdentityStore.CreateUser",
        }
        request = AWSRequest("POST", company.gatepost.url + "/", headers, json.dumps(body | name))
        SigV4Auth(Credentials(keys.access_key_id, keys.secret_access_key), "identitystore", "us-east-1").add_auth(
            request
        )
        self._server = company.gatepost.port
        self._connection = http.client.HTTPConnection("127.0.0.1", self._server, timeout=PATIENCE_SECONDS)
        self._connection.request("POST", "/", request.body, dict(request.headers.items()))

    def is_with_the_server(self) -> bool | None:
        """True once the server has accepted the connection and read all that was sent."""
        ours = self._connection.sock.getsockname()[1]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, local, remote, _, queues, *rest = line.split()
            if (int(local[-4:], 16), int(remote[-4:], 16)) == (self._server, ours):
                return (int(queues.partition(":")[2], 16) == 0 and rest[4] != "0") or None
        return None

    def status(self) -> int:
        """Wait for the answer."""
        with closing(self._connection):
            return self._connection.getresponse().status


def test_requests_that_are_being_answered_are_finished(found: Found, sqlite_url: str) -> None:
    company = found(database_url=sqlite_url)
    company.gatepost.start()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = [Asked(company, number) for number in range(REQUESTS)]
        for each in asked:
            until(each.is_with_the_server, "acceptance")
        with ThreadPoolExecutor(1) as manager:
            stopping = manager.submit(company.gatepost.stop)
            until(lambda: "refused" if is_refused(company) else None, "end of listening")
            other.execute("ROLLBACK")
            statuses = [each.status() for each in asked]
            assert stopping.result() == 0

    assert statuses == [200] * REQUESTS
    assert event_names(company).count("CreateUser") == REQUESTS


def is_refused(company: Company) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", company.gatepost.port, timeout=1)
    try:
        connection.connect()
    except OSError:
        return True
    connection.close()
    return False


def test_events_of_reads_are_written_down(found: Found, database_url: str) -> None:
    company = found(database_url=database_url)
    company.gatepost.start()
    for _ in range(5):
        company.administrator.client("sts").get_caller_identity()

    assert company.gatepost.stop() == 0

    assert event_names(company).count("GetCallerIdentity") == 5
