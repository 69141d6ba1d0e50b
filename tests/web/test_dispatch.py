"""Each request finds the one handler for its path and method."""

from collections.abc import Callable

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Request, Response

from gatepost.kit.errors import Denied, Problem
from gatepost.web import errors
from gatepost.web.dispatch import Dispatcher, Route


def says(text: str) -> Callable[..., Response]:
    return lambda _request, **variables: Response(text.format(**variables))


def denies(_request: Request) -> Response:
    raise Denied("Not here.")


def on_problem(_request: Request, problem: Problem) -> Response:
    return Response(problem.message, errors.status_of(problem))


DISPATCHER = Dispatcher(
    [
        Route("GET", "/start", says("start")),
        Route(
            "HEAD",
            "/start",
            lambda _request: Response(status=302, headers={"Location": "https://d-1.awsapps.com/start"}),
        ),
        Route("GET", "/accounts/<account_id>", says("account {account_id}")),
        Route("POST", "/accounts/<account_id>", says("changed {account_id}")),
        Route("GET", "/denied", denies),
    ],
    on_problem,
)


def answer(method: str, path: str) -> Response | None:
    return DISPATCHER.respond(Request(EnvironBuilder(path, method=method).get_environ()))


def text(method: str, path: str) -> str:
    response = answer(method, path)
    assert response is not None
    return response.get_data(as_text=True)


def test_method_and_path_choose_the_handler_and_fill_its_arguments() -> None:
    assert text("GET", "/accounts/111122223333") == "account 111122223333"
    assert text("POST", "/accounts/111122223333") == "changed 111122223333"


def test_head_is_get_without_a_body() -> None:
    environ = EnvironBuilder("/accounts/1", method="HEAD").get_environ()
    response = DISPATCHER.respond(Request(environ))
    assert response is not None
    body, status, headers = run_wsgi_app(response, environ)
    assert (b"".join(body), status, headers["Content-Length"]) == (b"", "200 OK", "9")


def test_head_may_have_an_answer_of_its_own() -> None:
    response = answer("HEAD", "/start")
    assert response is not None
    assert response.headers["Location"] == "https://d-1.awsapps.com/start"
    assert text("GET", "/start") == "start"


def test_a_method_that_the_path_does_not_have() -> None:
    response = answer("DELETE", "/accounts/1")
    assert response is not None
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert response.get_data(as_text=True) == "This address does not take DELETE."


@pytest.mark.parametrize("path", ["/", "/accounts", "/accounts/1/2", "//start", "/START", "/accounts/a/../1"])
def test_a_path_that_is_not_ours_is_left_to_others(path: str) -> None:
    assert answer("GET", path) is None


def test_a_problem_is_handed_on() -> None:
    assert text("GET", "/denied") == "Not here."


def test_two_handlers_for_one_route_are_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        Dispatcher([Route("GET", "/", denies), Route("GET", "/", denies)], on_problem)
