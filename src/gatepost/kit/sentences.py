"""A sentence for people: English for every program and log, and translated on a page."""

from typing import Self


class Sentence(str):
    """The English sentence, filled in; it remembers what it was made from, so that a page can say it in another language.

    `Sentence("Use at least %(count)s characters.", count=8)`. The first argument must be a literal: `make translations` reads it from
    the source, and the catalogues of `web/translations` are asked for it.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill `template` in with `values`; without any, a per cent sign in it is only that."""
        made = super().__new__(cls, template % values if values else template)
        made.template = template
        made.values = values
        return made
