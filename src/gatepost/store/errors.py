"""What a database refuses, in words that do not depend on which it is."""


class Duplicate(Exception):  # noqa: N818 - named by its meaning
    """A unique constraint refused a row; `columns` are those of the constraint."""

    def __init__(self, columns: frozenset[str]) -> None:
        super().__init__("duplicate " + ", ".join(sorted(columns)))
        self.columns = columns


class TryAgain(Exception):  # noqa: N818 - named by its meaning
    """Nothing was done: two transactions were in each other's way, or the connection was lost before the commit."""
