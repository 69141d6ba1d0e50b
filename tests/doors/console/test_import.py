"""Importing people from a file: looked at first, made once each, with a report of what did not work."""

import pytest
from werkzeug.test import TestResponse

from tests.doors.console.conftest import Administrator, Organisation

PAGE = "/console/import"
HEAD = "user_name,email,given_name,family_name,groups\n"


def upload(administrator: Administrator, content: bytes, **more: str) -> TestResponse:
    """Open the form and send a file with it."""
    administrator.get(PAGE)
    return administrator.upload(PAGE, {**administrator.fields(), **more}, content)


def test_people_and_groups_are_made_once_and_bad_lines_told(
    organisation: Organisation, administrator: Administrator
) -> None:
    organisation.user("taken")
    organisation.group("Engineers")
    lines = [f"user{number},user{number}@example.com,A,B,Engineers|New" for number in range(450)]
    lines[3] = "broken,nowhere,A,B,"
    lines[4] = "TAKEN,other@example.com,A,B,"
    lines[5] = "Administrator,third@example.com,A,B,"
    kept = upload(administrator, (HEAD + "\n".join(lines)).encode())
    assert kept.status_code == 303
    page = kept.headers["Location"]
    administrator.get(page)
    assert "449 people can be imported." in administrator.text()
    assert "Line 5: nowhere is not an e-mail address." in administrator.text()
    assert len(organisation.events("CreateUser")) == 0
    start = administrator.fields(f".//form[@action='{page}/start']")
    for _ in range(2):
        assert administrator.post(f"{page}/start", start).headers["Location"] == page
    running = administrator.get(page)
    assert 'hx-trigger="load delay:700ms, again"' in running.text
    assert administrator.post(f"{page}/discard", start).status_code == 409
    organisation.work()
    administrator.get(page)
    assert "447 people were added" in administrator.text()
    assert "Line 6: There is a user of this name already." in administrator.text()
    assert "Line 7: Administrator is a reserved name" in administrator.text()
    assert administrator.get(f"{page}/problems").text.count("Line") == 0
    assert len(administrator.page.text.splitlines()) == 4
    administrator.get("/console/groups?q=new")
    assert administrator.rows() == ["New"]
    created = organisation.events("CreateUser")
    assert len(created) == 447
    assert created[0]["userIdentity"]["onBehalfOf"]["userId"] == organisation.made.admin.user_id
    assert len(organisation.events("CreateGroup")) == 1
    again = upload(administrator, (HEAD + lines[0]).encode()).headers["Location"]
    administrator.get(again)
    administrator.submit({}, at=f"{again}/start")
    organisation.work()
    administrator.get(again)
    assert "0 people were added" in administrator.text()


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 400, "The first line must name the columns"),
        (b"\xff\xfe\x00u", 400, "The file is not UTF-8: line 1"),
        (b"PK\x03\x04" + bytes(500), 400, "The file is no text."),
        (HEAD.encode(), 400, "no lines below it"),
        (b"x" * (8 * 1024 * 1024 + 1), 413, "The file is larger than 8 MB"),
        (HEAD.encode() * (50 * 1024 * 1024 // len(HEAD)), 413, "The file is larger than 8 MB"),
    ],
)
def test_a_file_that_is_none_is_said_at_the_field(
    organisation: Organisation, administrator: Administrator, content: bytes, status: int, sentence: str
) -> None:
    assert upload(administrator, content).status_code == status
    assert sentence in administrator.problem("file")
    organisation.work()
    assert organisation.events("CreateUser") == []


def test_a_file_of_many_lines_is_read_to_its_end(administrator: Administrator) -> None:
    # Werkzeug's parser takes it in pieces, and a line may end anywhere in one.
    lines = "".join(f"u{each},u{each}@example.com,A,B,\n" for each in range(20_000))
    kept = upload(administrator, (HEAD + lines).encode())
    assert kept.status_code == 303
    administrator.get(kept.headers["Location"])
    assert "20,000 people can be imported." in administrator.text()


def test_a_form_sent_twice_is_kept_once_and_without_proof_not_at_all(
    organisation: Organisation, administrator: Administrator
) -> None:
    content = (HEAD + "a,a@example.com,A,B,").encode()
    once = "o" * 30
    first = upload(administrator, content, once=once).headers["Location"]
    assert upload(administrator, content, once=once).headers["Location"] == first
    assert upload(administrator, content, csrf_token="").status_code == 403
    assert administrator.post(PAGE, {"nothing": "x"}).status_code == 400
    malformed = administrator.post(PAGE, data=b"--x\r\nnot a part", content_type="multipart/form-data; boundary=x")
    assert malformed.status_code in {400, 403}


def test_an_import_is_discarded_and_one_that_is_not_there_is_said_so(
    organisation: Organisation, administrator: Administrator
) -> None:
    page = upload(administrator, (HEAD + "a,a@example.com,A,B,").encode()).headers["Location"]
    administrator.get(page)
    administrator.get(f"{page}/discard")
    form = administrator.fields()
    assert administrator.post(f"{page}/discard", form).headers["Location"] == f"{PAGE}?done=import-discarded"
    for path in ("", "/problems"):
        assert administrator.get(page + path).status_code == 404
    assert administrator.post(f"{page}/start", form).status_code == 404
    organisation.work()
    assert organisation.events("CreateUser") == []


def test_who_may_not_add_people_imports_none(reader: Administrator) -> None:
    assert reader.get(PAGE).status_code == 403
    token = reader.fields(".//form")
    assert reader.post(PAGE, token).status_code == 403


def test_the_example_can_be_imported(administrator: Administrator) -> None:
    example = administrator.get(f"{PAGE}/example").data
    page = upload(administrator, example).headers["Location"]
    administrator.get(page)
    assert "1 person can be imported." in administrator.text()
