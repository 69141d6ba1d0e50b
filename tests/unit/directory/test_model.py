"""The pure rules of the directory: keys, and which address is the primary one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatepost.core.directory.model import Email, UserAttributes, folded


@pytest.mark.parametrize(
    ("one", "other"), [("Ada", "ADA"), ("straße", "STRASSE"), ("ﬁle", "file"), ("Ａda", "ada"), ("é", "e\u0301")]
)
def test_case_width_and_composition_do_not_tell_names_apart(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text(min_size=1, max_size=1024))
def test_every_key_fits_an_index(text: str) -> None:
    key = folded(text.encode("utf-8", "replace").decode())
    assert 0 <= len(key.encode()) <= 1024


def test_a_long_key_is_no_name_that_somebody_could_choose() -> None:
    long = "x" * 1025
    assert folded(long) != folded(long + "x")
    assert not folded(long).isprintable()


@pytest.mark.parametrize(
    ("emails", "primary"),
    [
        ((), None),
        ((Email(type="work"),), None),
        ((Email("a@example.com"),), "a@example.com"),
        ((Email("a@example.com"), Email("b@example.com", primary=True)), "b@example.com"),
        ((Email("a@example.com", primary=False),), "a@example.com"),
    ],
)
def test_the_primary_address_is_the_marked_one_else_the_first(emails: tuple[Email, ...], primary: str | None) -> None:
    assert UserAttributes(emails=emails).primary_email == primary
