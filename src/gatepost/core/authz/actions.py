"""ActionElement: the actions that a statement names, or with NotAction all others."""

from dataclasses import dataclass

from gatepost.core.authz.patterns import Matcher, compile_glob, plain_text


@dataclass(frozen=True, slots=True)
class ActionElement:
    """Action names without wildcards, beginnings (`sso:list*`) and other patterns, all folded: case does not count."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    patterns: tuple[Matcher, ...]
    negated: bool

    def matches(self, action: str) -> bool:
        """Say whether the statement is about an action (folded)."""
        return self._names(action) is not self.negated

    def _names(self, action: str) -> bool:
        if action in self.names or action.startswith(self.prefixes):
            return True
        for pattern in self.patterns:  # noqa: SIM110 - a generator costs as much as the match
            if pattern(action):
                return True
        return False


def compile_actions(actions: tuple[str, ...], *, negated: bool) -> ActionElement:
    """Compile Action or NotAction. Variables have no meaning here, in any version."""
    names: list[str] = []
    prefixes: list[str] = []
    patterns: list[Matcher] = []
    for action in actions:
        glob = action.lower().replace("\\", "\\\\")
        if (name := plain_text(glob)) is not None:
            names.append(name)
        elif glob.endswith("*") and (prefix := plain_text(glob[:-1])) is not None:
            prefixes.append(prefix)
        else:
            patterns.append(compile_glob(glob))
    return ActionElement(frozenset(names), tuple(prefixes), tuple(patterns), negated)
