"""What people type into the console's forms: read, trimmed, and judged, with a sentence for each field that is wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from gatepost.kit.errors import Conflict, Invalid, Problem, QuotaExceeded
from gatepost.web.limits import Form

_ADDRESS: Final = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;]+")
_TAKEN: Final[Mapping[str, tuple[str, str]]] = {
    "Duplicate UserName": ("user_name", "Somebody has this user name already."),
    "Duplicate Email": ("email", "Somebody has this e-mail address already."),
    "Duplicate GroupDisplayName": ("name", "There is a group of this name already."),
}
_SENTENCES: Final[Mapping[str, str]] = {
    "IdempotentParameterMismatch": "This form was sent already. Open the page anew to do the same once more.",
    "CONCURRENT_MODIFICATION": "Somebody else changed this meanwhile. Open the page anew to see how it is now.",
}
_MOST_DIGITS: Final = 10
FORM: Final = "form"
"""The key of a sentence that is about the form as a whole."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form's values as they were typed, and what is wrong with them by field."""

    values: Mapping[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def is_sound(self) -> bool:
        """True where nothing is wrong."""
        return not self.problems

    def number(self, name: str) -> int | None:
        """Return a field's number, or None where it holds none."""
        text = self[name]
        return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else None

    def words(self, name: str) -> tuple[str, ...]:
        """Return what stands in a field between blanks and ends of lines, each once."""
        return tuple(dict.fromkeys(self[name].split()))

    def require(self, labels: Mapping[str, str], longest: int = 1024) -> None:
        """Find fault with each of these fields that is empty or too long."""
        for name, label in labels.items():
            if not self[name]:
                self.problems[name] = f"{label} is missing."
            self.limit(name, longest)

    def limit(self, name: str, longest: int) -> None:
        """Find fault with a field that is too long."""
        if len(self[name]) > longest:
            self.problems[name] = f"This may have {longest} characters at most, and has {len(self[name])}."

    def require_address(self, name: str) -> None:
        """Find fault with a field that holds something, but no e-mail address."""
        if name not in self.problems and not _ADDRESS.fullmatch(self[name]):
            self.problems[name] = "This is not an e-mail address, such as maria@example.com."

    def blame(self, problem: Problem) -> None:
        """Put the sentence of a problem to the field it is about, or to the form."""
        field_name, sentence = _TAKEN.get(problem.message, (FORM, problem.message))
        sentence = _SENTENCES.get(problem.reason or "", sentence)
        self.problems[field_name] = sentence


REFUSALS: Final = (Conflict, Invalid, QuotaExceeded)
"""The problems that a form is shown again with."""


def typed(form: Form, names: Iterable[str]) -> Typed:
    """Return the named fields of a form, without blanks around them."""
    return Typed({name: form.get(name, "").strip() for name in names})
