"""The question before something is taken away: a page that names the thing and says what follows, whose button alone acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from werkzeug.wrappers import Response

from gatepost.doors.console.visit import Visit


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    `does` names act and thing, such as "Remove team from Build": with a question mark it is the heading, as it is the button.
    `follows` are sentences; `facts` are names and values that tell the thing from others; `sent` is what names it to the
    target, which is the page itself. `back` is where whoever thinks better of it goes, a page called `back_words`.
    """

    does: str
    follows: tuple[str, ...]
    back: str
    back_words: str
    sent: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str | datetime] = field(default_factory=dict)


def ask(visit: Visit, question: Question, problem: str | None = None) -> Response:
    """Show the question, again with the sentence of what kept it from being done, if something did."""
    return visit.render("question.html", status=200 if problem is None else 409, question=question, problem=problem)
