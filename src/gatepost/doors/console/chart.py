"""The chart of sign-ins: where each bar stands in an SVG picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gatepost.core.audit.days import Day

WIDTH: Final = 840
HEIGHT: Final = 200
_GROUND: Final = 170
_ROOM: Final = 150
_LEFT: Final = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's two bars: `x` and `width` of the first, heights of both; the second stands right of the first."""

    day: Day
    x: float
    width: float
    sign_ins: float
    failures: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of `WIDTH` by `HEIGHT`; `lines` are the heights with a number."""

    bars: Sequence[Bar]
    lines: Sequence[tuple[int, float]]
    ground: int = _GROUND
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT


def bars(days: Sequence[Day]) -> Chart:
    """Return the picture of some days: the highest bar takes all the room there is."""
    top = _round_up(max((max(day.sign_ins, day.failures) for day in days), default=0))
    step = (WIDTH - _LEFT) / max(len(days), 1)
    scale = _ROOM / top
    drawn = [
        Bar(
            day=day,
            x=round(_LEFT + number * step + step * 0.15, 1),
            width=round(step * 0.35, 1),
            sign_ins=round(day.sign_ins * scale, 1),
            failures=round(day.failures * scale, 1),
        )
        for number, day in enumerate(days)
    ]
    lines = sorted({0, top // 2, top})
    return Chart(drawn, [(value, round(_GROUND - value * scale, 1)) for value in lines])


def _round_up(value: int) -> int:
    """Return the next round number: 1, 2 or 5 times a power of ten, and 4 at least."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if (round_number := factor * size) >= max(value, 4):
                return round_number
        size *= 10
