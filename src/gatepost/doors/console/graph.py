"""The picture of who has access: people or groups at the left, what they lead to at the right, a line for each way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

WIDTH: Final = 900
_ROW: Final = 44
_TOP: Final = 30
_BOX: Final = 250
_COLUMNS: Final = (0, 325, 650)
MOST: Final = 25
"""How many boxes a column has; what is beyond them is in the list below the picture."""

Kind = Literal["person", "group", "account", "set", "direct"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box: its column is 0 to 2; two of the same key are one."""

    key: str
    column: int
    label: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Placed:
    """A box at its place."""

    node: Node
    x: int
    y: int
    width: int = _BOX


@dataclass(frozen=True, slots=True)
class Line:
    """A way from the right side of a box to the left side of another."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The whole picture; `is_cut` where not everything fits."""

    nodes: Sequence[Placed]
    lines: Sequence[Line]
    height: int
    is_cut: bool
    width: int = WIDTH


def draw(ways: Iterable[Sequence[Node]]) -> Graph:
    """Return the picture of ways, each from left to right over two or three boxes."""
    columns: dict[int, dict[str, Node]] = {0: {}, 1: {}, 2: {}}
    edges: dict[tuple[str, str], None] = {}
    is_cut = False
    for way in ways:
        if not all(_fits(columns[node.column], node) for node in way):
            is_cut = True
            continue
        for node in way:
            columns[node.column][node.key] = node
        edges |= {(left.key, right.key): None for left, right in pairwise(way)}
    tallest = max(len(column) for column in columns.values())
    placed = {each.node.key: each for column in columns.values() for each in _column(list(column.values()), tallest)}
    lines = [_line(placed[left], placed[right]) for left, right in edges]
    return Graph(list(placed.values()), lines, _TOP + tallest * _ROW, is_cut)


def _fits(column: dict[str, Node], node: Node) -> bool:
    return node.key in column or len(column) < MOST


def _column(nodes: Sequence[Node], tallest: int) -> Sequence[Placed]:
    """Spread a column's boxes over the height of the tallest one."""
    if not nodes:
        return ()
    step = tallest * _ROW / len(nodes)
    return [
        Placed(node, _COLUMNS[node.column], round(_TOP / 2 + number * step + (step - _ROW) / 2))
        for number, node in enumerate(nodes)
    ]


def _line(left: Placed, right: Placed) -> Line:
    middle = (_ROW - 8) // 2
    return Line(left.x + left.width, left.y + middle, right.x, right.y + middle)
