"""The server's own environment is no part of anybody's request, though Granian puts it there."""

import json

from gatepost import server
from tests.faults.conftest import Found


def test_no_variable_of_the_server_passes_for_a_header(found: Found, sqlite_url: str) -> None:
    company = found(database_url=sqlite_url, trusted_proxies="127.0.0.0/8")
    company.gatepost.variables |= {
        "HTTP_X_FORWARDED_FOR": "203.0.113.66",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_LENGTH": "7",
        "REQUEST_URI": "/elsewhere",
    }
    company.gatepost.start()

    company.administrator.client("sts").get_caller_identity()

    [seen] = company.administrator.events("EventName", "GetCallerIdentity")
    assert json.loads(seen["CloudTrailEvent"])["sourceIPAddress"] == "127.0.0.1"


def test_what_else_is_in_the_environment_stays() -> None:
    variables = {
        "HTTP_PROXY": "http://proxy",
        "CONTENT_TYPE": "a/b",
        "REMOTE_USER": "root",
        "PATH": "/bin",
        "LANG": "C",
    }

    server.forget_what_looks_like_a_request(variables)

    assert variables == {"PATH": "/bin", "LANG": "C"}
