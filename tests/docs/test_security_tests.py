"""The page of security's clauses: each names tests, and each of them is there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security-tests.md"
_NAME = re.compile(r"`([^`]+)`")


def clauses() -> Iterator[tuple[str, str]]:
    """Return each clause with the cell that names its tests."""
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("| ") and not line.startswith(("| Clause", "|---")):
            _, clause, tests, _ = line.split("|")
            yield clause.strip(), tests


def named(cell: str) -> Iterator[tuple[str, str]]:
    """Return file and name of each test: a path stands before the tests of its file."""
    path = ""
    for name in _NAME.findall(cell):
        if name.startswith("tests/"):
            path = name
        else:
            yield path, name


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("clause", "cell"), list(clauses()))
def test_each_clause_has_tests_that_are_there(clause: str, cell: str) -> None:
    found = list(named(cell))
    assert found, clause
    for path, name in found:
        assert name in functions_of(path), f"{path} has no {name}"
