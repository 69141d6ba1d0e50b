"""Lengths of time as people type them: a number and a unit, and what that comes to in minutes."""

from typing import Final

from gatepost.doors.console.fields import Typed

UNITS: Final = {"minutes": 1, "hours": 60, "days": 24 * 60}


def split(minutes: int | None) -> tuple[str, str]:
    """Return a length in its largest unit without a remainder; two empty-handed texts where it is left open."""
    if minutes is None:
        return "", "hours"
    unit = next(name for name in ("days", "hours", "minutes") if minutes % UNITS[name] == 0)
    return str(minutes // UNITS[unit]), unit


def words(minutes: int) -> str:
    """Return a length as people read it, such as "8 hours"."""
    amount, unit = split(minutes)
    return f"{amount} {unit.removesuffix('s') if amount == '1' else unit}"


def read(typed: Typed, name: str, least: int, most: int) -> int | None:
    """Return the minutes of the fields `name` and `name`_unit, None where it is left open; blame what is out of bounds."""
    if not typed[name]:
        return None
    amount, unit = typed.number(name), UNITS.get(typed[f"{name}_unit"])
    minutes = None if amount is None or unit is None else amount * unit
    if minutes is None or not least <= minutes <= most:
        typed.problems[name] = (
            f"This is {words(least)} to {words(most)}, in whole numbers; leave it empty for the usual."
        )
    return minutes
