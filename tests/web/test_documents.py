"""A policy that a program wrote on one line can be read."""

import pytest

from gatepost.web.documents import laid_out


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('{"Version":"2012-10-17","Statement":[]}', '{\n  "Version": "2012-10-17",\n  "Statement": []\n}'),
        ('{\n "Version":\t"2012-10-17"}', '{\n "Version":\t"2012-10-17"}'),
        ('{"Version":', '{"Version":'),
        ("", ""),
    ],
)
def test_a_document_on_one_line_is_laid_out(text: str, read: str) -> None:
    assert laid_out(text) == read
