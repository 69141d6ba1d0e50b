"""Document: a policy, parsed and compiled once for all the requests that it will be held against."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from gatepost.core.authz.malformed import MalformedPolicyDocument
from gatepost.core.authz.statement import Statement, compile_statement
from gatepost.core.authz.syntax import DEFAULT_VERSION, SYNTAX_ERRORS, StatementSource, load, shape
from gatepost.core.authz.variables import variable_keys

# A permission set's inline policy may have 32,768 characters, more than any other; what is longer is not worth a place.
_CACHED_CHARACTERS = 32_768


@dataclass(frozen=True, slots=True)
class Document:
    """A policy. Two are equal when their text is; `denies` and `allows` are its statements by effect, in order.

    `keys` are the context keys (folded) that its conditions and variables look at: the request need not bring others.
    `names_resources` is False where each statement is about every resource.
    """

    text: str
    version: str = field(compare=False)
    keys: frozenset[str] = field(compare=False, repr=False)
    names_resources: bool = field(compare=False, repr=False)
    denies: tuple[Statement, ...] = field(compare=False, repr=False)
    allows: tuple[Statement, ...] = field(compare=False, repr=False)


def parse(text: str | bytes) -> Document:
    """Parse a policy of any kind and version; raises MalformedPolicyDocument.

    What only some kinds of policy ask for or forbid is not looked at: see validation.
    """
    return _cached(text) if len(text) <= _CACHED_CHARACTERS else compile_document(text)


def compile_document(text: str | bytes) -> Document:
    """Parse a policy without the cache."""
    source = shape(load(text))
    version = source.version or DEFAULT_VERSION
    # Variables came with 2012-10-17: before it, and where no version is stated, they are "treated as literal strings".
    variables = version != DEFAULT_VERSION
    statements = [
        compile_statement(statement, index, variables=variables) for index, statement in enumerate(source.statements)
    ]
    return Document(
        text=_text(text),
        version=version,
        keys=frozenset(key for statement in source.statements for key in _keys(statement, variables=variables)),
        names_resources=not all(statement.is_about_everything for statement in statements),
        denies=tuple(statement for statement in statements if not statement.allows),
        allows=tuple(statement for statement in statements if statement.allows),
    )


_cached = lru_cache(maxsize=4096)(compile_document)


def _keys(statement: StatementSource, *, variables: bool) -> Iterator[str]:
    texts = [*(statement.resource or statement.not_resource or ())]
    for block in statement.condition.values():
        for key, values in block.items():
            yield key.lower()
            texts.extend(values)
    if variables:
        for text in texts:
            yield from variable_keys(text)


def _text(text: str | bytes) -> str:
    try:
        return text if isinstance(text, str) else text.decode()
    except UnicodeDecodeError:
        raise MalformedPolicyDocument(SYNTAX_ERRORS) from None
