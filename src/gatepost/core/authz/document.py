"""Document: a policy, parsed and compiled once for all the requests that it will be held against."""

from dataclasses import dataclass, field
from functools import lru_cache

from gatepost.core.authz.malformed import MalformedPolicyDocument
from gatepost.core.authz.statement import Statement, compile_statement
from gatepost.core.authz.syntax import DEFAULT_VERSION, SYNTAX_ERRORS, load, shape

# A permission set's inline policy may have 32,768 characters, more than any other; what is longer is not worth a place.
_CACHED_CHARACTERS = 32_768


@dataclass(frozen=True, slots=True)
class Document:
    """A policy. Two are equal when their text is; `denies` and `allows` are its statements by effect, in order."""

    text: str
    version: str = field(compare=False)
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
        denies=tuple(statement for statement in statements if not statement.allows),
        allows=tuple(statement for statement in statements if statement.allows),
    )


_cached = lru_cache(maxsize=4096)(compile_document)


def _text(text: str | bytes) -> str:
    try:
        return text if isinstance(text, str) else text.decode()
    except UnicodeDecodeError:
        raise MalformedPolicyDocument(SYNTAX_ERRORS) from None
