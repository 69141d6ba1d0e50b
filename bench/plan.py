"""What a measure is told before it prepares its requests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """How many connections will ask, and how many requests to prepare where each can be sent only once."""

    connections: int
    requests: int
