"""Templates of one language: what does not depend on the page is said when a template is compiled, not for every page."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from gatepost.web.languages import Language, catalogue


class OneLanguage(Environment):
    """An environment that speaks one language: constant texts and addresses of static files become parts of its templates."""

    def __init__(self, language: Language, *, static: Callable[[str], str], **options: Any) -> None:
        """`static` returns the address of a static file; `options` are as Jinja's environment takes them."""
        super().__init__(extensions=["jinja2.ext.i18n"], **options)
        self.policies["ext.i18n.trimmed"] = True
        self._texts = catalogue(language)
        self.install_gettext_translations(self._texts, newstyle=True)  # type: ignore[attr-defined]  # by the extension
        self.globals.update(language=language, static=static)
        self._static = static

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        is_escaped = self.autoescape(name) if callable(self.autoescape) else self.autoescape

        def say(text: str) -> str:
            said = self._texts.gettext(text) % {}  # as in Jinja's new style: a sign of percent is written twice
            return Markup(said) if is_escaped else said  # noqa: S704 - the catalogues are part of the program

        folded = _Folded({"_": say, "gettext": say, "static": self._static}).visit(source)
        return super()._generate(folded, name, filename, defer_init)


class _Folded(NodeTransformer):
    """Puts what a function returns in the place of its call, where all that it is given is one constant."""

    def __init__(self, functions: Mapping[str, Callable[[str], str]]) -> None:
        self._functions = functions

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802 - named by Jinja
        self.generic_visit(call)
        match call:
            case nodes.Call(
                node=nodes.Name(name=name),
                args=[nodes.Const(value=value)],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ) if name in self._functions:
                return nodes.Const(self._functions[name](value), lineno=call.lineno)
        return call
