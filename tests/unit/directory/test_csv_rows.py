"""People out of a CSV file: what is good, and what is said of the rest."""

import pytest

from gatepost.core.directory import csv_rows
from gatepost.core.directory.csv_rows import Problem
from gatepost.kit.errors import Invalid

HEAD = "user_name,email,given_name,family_name,display_name,groups\n"
MARIA = "maria,maria@example.com,Maria,Okonkwo,,Engineers|On call| Engineers\n"


def test_a_line_is_a_person_with_groups() -> None:
    [row], problems = csv_rows.read((HEAD + MARIA).encode())
    assert problems == []
    assert (row.line, row.user_name, row.display_name) == (2, "maria", "Maria Okonkwo")
    assert row.groups == ("Engineers", "On call")


@pytest.mark.parametrize(
    "content",
    [
        ("\ufeff" + HEAD + MARIA).encode(),
        (HEAD + MARIA).replace("\n", "\r\n").encode(),
        HEAD.upper().encode() + MARIA.encode(),
        (HEAD + MARIA).replace(",", ";").encode(),
        b"email,user_name,family_name,given_name\n" + b'maria@example.com,maria,"Okonkwo",Maria\n',
    ],
)
def test_what_spreadsheets_write_is_read(content: bytes) -> None:
    [row], problems = csv_rows.read(content)
    assert (row.user_name, row.email, problems) == ("maria", "maria@example.com", [])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (",a@example.com,A,B,,", "user_name is missing."),
        ("a,,A,B,,", "email is missing."),
        ("a,nowhere,A,B,,", "nowhere is not an e-mail address."),
        ("a b,a@example.com,A,B,,", "A text has characters that a name cannot have."),
        (f"{'x' * 129},a@example.com,A,B,,", "A text is too long."),
        (f"a,a@example.com,{'x' * 1025},B,,", "A text is too long."),
        ("a,a@example.com,A,B,,,more", "There are more cells than columns."),
        (f"a,a@example.com,A,B,,{'|'.join(f'g{n}' for n in range(21))}", "There are more than 20 groups."),
        ("MARIA,other@example.com,A,B,,", "Line 2 has the same user name."),
        ("other,Maria@Example.com,A,B,,", "Line 2 has the same e-mail address."),
    ],
)
def test_a_bad_line_is_told_and_the_others_stay(line: str, sentence: str) -> None:
    rows, problems = csv_rows.read(f"{HEAD}{MARIA}{line}\nlast,last@example.com,L,A,,\n".encode())
    assert [row.user_name for row in rows] == ["maria", "last"]
    assert problems == [Problem(3, sentence)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The first line must name the columns"),
        (HEAD.encode(), "no lines below it"),
        (b"user_name,email\nx,y\n", "given_name, family_name is missing"),
        ((HEAD.strip() + ",password\n" + MARIA).encode(), "columns that are not known, or one twice: password"),
        ((HEAD.strip() + ",email\n" + MARIA).encode(), "or one twice"),
        ((HEAD + MARIA.replace("Maria", "Mar\u00eda")).encode("latin-1"), "The file is not UTF-8: line 2"),
        (HEAD.encode() + b"a\x00b", "The file is no text."),
        ((HEAD + 'a,"a@example.com,A,B,,\n').encode(), "cannot be read"),
        (HEAD.encode() + b'"' + b"x" * 200_000 + b'",,,,,', "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        csv_rows.read(content)


def test_a_file_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "MOST_LINES", 2)
    with pytest.raises(Invalid, match="more than 2 lines"):
        csv_rows.read((HEAD + "".join(f"u{n},u{n}@example.com,A,B,,\n" for n in range(3))).encode())
