r"""Wildcard patterns: `*` for any characters, `?` for one, compiled once and matched in time linear in text and pattern.

A *glob* here is text in which a backslash takes the meaning from the character after it, so that values from a request
(`quoted`) match only themselves. Policies know no backslash escape: their text comes in with its backslashes doubled.
"""

import re
from collections.abc import Callable
from functools import lru_cache

Matcher = Callable[[str], object]
"""Takes a text; what it returns is true where the text matches."""

ARN_SEGMENTS = 6

_TOKEN = re.compile(r"\\(?P<escaped>.)|(?P<any>\*+)|(?P<one>\?)|(?P<plain>[^\\*?]+)", re.DOTALL)
_SPECIAL = re.compile(r"[\\*?:]")
_SEGMENT = re.compile(r"(?:\\.|[^\\:])*", re.DOTALL)


def quoted(text: str) -> str:
    """Return the glob that matches exactly `text`, and whose colons separate no ARN segments."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def plain_text(glob: str) -> str | None:
    """Return the one text that a glob without wildcards matches; None for a glob with wildcards."""
    text = []
    for token in _TOKEN.finditer(glob):
        if token["any"] or token["one"]:
            return None
        text.append(token["escaped"] or token["plain"])
    return "".join(text)


@lru_cache(maxsize=4096)
def compile_glob(glob: str) -> Matcher:
    """Compile a glob over the whole text."""
    text = plain_text(glob)
    if text is not None:
        return text.__eq__
    if glob == "*":
        return _anything
    prefix = plain_text(glob[:-1]) if glob.endswith("*") and not glob.endswith("\\*") else None
    if prefix is not None:
        return lambda candidate: candidate.startswith(prefix)
    return re.compile(_expression(glob, "."), re.DOTALL).fullmatch


@lru_cache(maxsize=4096)
def compile_arn(glob: str) -> Matcher:
    """Compile an ARN pattern: a wildcard in one of the first five segments does not reach past its colon.

    IAM User Guide, Resource: wildcards work "within ARN segments (the parts separated by colons)"; the last segment, the
    resource, may hold colons of its own. A pattern with fewer than six segments matches no ARN, nor does one that has a colon
    from a request's value in the others.
    """
    segments = arn_segments(glob)
    if len(segments) < ARN_SEGMENTS or any(":" in segment for segment in segments[:-1]):
        return _nothing
    if all(plain_text(segment) is not None for segment in segments[:-1]):
        return compile_glob(glob)
    head = "".join(f"(?>{_expression(segment, '[^:]')}:)" for segment in segments[:-1])
    return re.compile(head + _expression(segments[-1], "."), re.DOTALL).fullmatch


def arn_segments(glob: str) -> list[str]:
    """Split a glob at its first five colons; fewer than six parts where it has fewer colons."""
    segments: list[str] = []
    position = 0
    while len(segments) < ARN_SEGMENTS - 1:
        end = _end_of_segment(glob, position)
        segments.append(glob[position:end])
        if end == len(glob):
            return segments
        position = end + 1
    return [*segments, glob[position:]]


def _end_of_segment(glob: str, position: int) -> int:
    match = _SEGMENT.match(glob, position)
    return match.end() if match else len(glob)


def _expression(glob: str, one: str) -> str:
    """Translate a glob into a regular expression that cannot backtrack from one wildcard into the one before it.

    After a `*` the leftmost place where the next piece fits is as good as any later one, so each piece is looked for in an
    atomic group. This is how the standard library's fnmatch does it.
    """
    first, *rest = _pieces(glob, one)
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(f"(?>{one}*?{piece})" for piece in middle) + f"{one}*{last}"


def _pieces(glob: str, one: str) -> list[str]:
    """Return the expressions between the `*`s of a glob."""
    pieces = [""]
    for token in _TOKEN.finditer(glob):
        if token["any"]:
            pieces.append("")
        else:
            pieces[-1] += one if token["one"] else re.escape(token["escaped"] or token["plain"])
    return pieces


def _anything(candidate: str) -> bool:
    return True


def _nothing(candidate: str) -> bool:
    return False
