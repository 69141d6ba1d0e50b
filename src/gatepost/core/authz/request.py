"""Request: what a statement is held against."""

from collections.abc import Mapping, Sequence

from gatepost.core.authz.principals import Principal

Context = Mapping[str, str | Sequence[str]]
"""Context keys (in any case) and their values; a list where a key has several."""


class Request:
    """One principal asking for one action on one resource, with the request's context.

    Not frozen: the context is folded on the first condition or variable that looks into it, which many requests never meet.
    """

    __slots__ = ("_context", "_folded", "action", "bounded", "principal", "resource")

    def __init__(
        self, principal: Principal, action: str, resource: str, context: Context, *, bounded: bool = False
    ) -> None:
        self.principal = principal
        self.action = action.lower()
        self.resource = resource
        self.bounded = bounded
        """Whether the principal has a permissions boundary."""
        self._context = context
        self._folded: dict[str, str | Sequence[str]] | None = None

    def values(self, key: str) -> Sequence[str]:
        """Return the values of a key (folded); empty where it is missing, or has none and so is null."""
        if self._folded is None:
            self._folded = {name.lower(): value for name, value in self._context.items()}
        value = self._folded.get(key, ())
        return (value,) if isinstance(value, str) else value

    def single(self, key: str) -> str | None:
        """Return the value of a key that has one; a key with several cannot stand in a policy variable."""
        values = self.values(key)
        return values[0] if len(values) == 1 else None
