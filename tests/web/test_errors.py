"""A Problem says the same to a person and to a program, each in its own form."""

import json

import pytest

from gatepost.kit import errors as kit
from gatepost.web import csrf, dispatch, errors, limits
from gatepost.web.brand import Brand
from gatepost.web.languages import ENGLISH
from gatepost.web.pages import Pages

PAGES = Pages(brand=lambda: Brand("Alder & Rowe"), https=True)
STATUSES = [
    (kit.Invalid("bad"), 400),
    (kit.Invalid("big", reason=limits.TOO_LARGE), 413),
    (kit.Invalid("long", reason=limits.HEAD_TOO_LARGE), 431),
    (kit.Invalid("json", reason=limits.NOT_A_FORM), 415),
    (kit.Invalid("put", reason=dispatch.METHOD_NOT_ALLOWED), 405),
    (kit.Refused("wrong"), 400),
    (kit.Unauthenticated("who"), 401),
    (kit.Denied("no"), 403),
    (kit.NotFound("where"), 404),
    (kit.Conflict("taken"), 409),
    (kit.QuotaExceeded("full"), 429),
    (kit.Throttled("slow"), 429),
    (kit.NotImplementedYet("later"), 501),
    (kit.Unavailable("away"), 503),
]


@pytest.mark.parametrize(("problem", "status"), STATUSES)
def test_every_meaning_has_its_status(problem: kit.Problem, status: int) -> None:
    assert errors.as_page(PAGES, ENGLISH, problem, "r-1").status_code == status
    assert errors.as_json(problem, "r-1").status_code == status


def test_no_meaning_is_forgotten() -> None:
    assert {type(problem) for problem, _ in STATUSES} == set(kit.Problem.__subclasses__())


def test_a_program_gets_problem_details() -> None:
    problem = kit.Conflict("The name is taken.", reason="NameTaken", details={"status": "mine", "name": "dev"})
    response = errors.as_json(problem, "r-1")
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert json.loads(response.get_data()) == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "The name is taken.",
        "reason": "NameTaken",
        "request_id": "r-1",
        "name": "dev",
    }


def test_a_program_that_proved_nothing_learns_what_it_can_prove_itself_with() -> None:
    response = errors.as_json(kit.Unauthenticated("Sign in first."), "r-1")
    assert response.headers["WWW-Authenticate"] == 'AWS4-HMAC-SHA256 realm="gatepost"'
    assert "WWW-Authenticate" not in errors.as_json(kit.Denied("no"), "r-1").headers


def test_a_person_reads_what_happened_what_to_do_and_a_number_to_give() -> None:
    page = errors.as_page(PAGES, ENGLISH, kit.Denied("This page was open for too long.", reason=csrf.EXPIRED), "r-1")
    text = page.get_data(as_text=True)
    assert "This page was open for too long." in text
    assert "reload the page" in text
    assert "r-1" in text


def test_a_message_cannot_bring_markup() -> None:
    text = errors.as_page(PAGES, ENGLISH, kit.NotFound("<script>alert(1)</script>"), "r-1").get_data(as_text=True)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_our_own_error_tells_nothing_but_the_number() -> None:
    assert errors.fault_page(PAGES, ENGLISH, "r-1").status_code == 500
    assert json.loads(errors.fault_json("r-1").get_data())["request_id"] == "r-1"
