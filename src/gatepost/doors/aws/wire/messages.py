"""The HTTP answer as it goes, for every protocol."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, header fields and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
