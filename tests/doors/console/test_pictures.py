"""The pictures and files of the console, of plain data: charts, graphs, and CSV that no spreadsheet computes."""

import csv
import io
from datetime import date, timedelta

import pytest

from gatepost.core.audit.days import Day
from gatepost.doors.console import chart, csv_files, graph
from gatepost.doors.console.graph import Node


@pytest.mark.parametrize(("highest", "top"), [(0, 5), (4, 5), (7, 10), (11, 20), (21, 50), (99, 100), (123456, 200000)])
def test_a_chart_ends_at_a_round_number_and_no_bar_leaves_it(highest: int, top: int) -> None:
    days = [Day(date(2026, 6, 1) + timedelta(days=n), highest * n // 5, n) for n in range(6)]
    drawn = chart.bars(days)
    assert max(value for value, _ in drawn.lines) >= max(highest, 4)
    if highest != 4:
        assert max(value for value, _ in drawn.lines) == top
    assert all(0 <= bar.sign_ins <= 150 for bar in drawn.bars)
    assert all(bar.x + 2 * bar.width <= drawn.width for bar in drawn.bars)


def test_a_chart_of_no_days_is_empty() -> None:
    assert chart.bars([]).bars == []


def test_a_graph_draws_each_box_and_each_way_once() -> None:
    person, group = Node("u", 0, "maria", "person"), Node("g", 1, "Engineers", "group")
    goals = [Node(f"r{n}", 2, f"Role {n}", "account") for n in range(3)]
    drawn = graph.draw([(person, group, goal) for goal in (*goals, goals[0])])
    assert len(drawn.nodes) == 5
    assert len(drawn.lines) == 4
    assert not drawn.is_cut
    assert all(placed.y >= 0 and placed.y + 36 <= drawn.height for placed in drawn.nodes)


def test_a_large_graph_is_cut_and_says_so() -> None:
    person = Node("u", 0, "maria", "person")
    drawn = graph.draw([(person, Node(f"g{n}", 1, f"Group {n}", "group")) for n in range(100)])
    assert drawn.is_cut
    assert len(drawn.nodes) == 1 + graph.MOST
    assert graph.draw([]).nodes == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil","x")'])
def test_a_formula_is_only_a_text(text: str) -> None:
    content = csv_files.write(("name",), [(text,), ("plain", 'a "quoted", text')])
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))
    assert rows == [["name"], [f"'{text}"], ["plain", 'a "quoted", text']]
