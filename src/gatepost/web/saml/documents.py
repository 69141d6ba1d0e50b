"""XML from outside, read so that it can do nothing: no DTD, no entity, no comment that cuts a value, and all in bounds."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from gatepost.kit.errors import Invalid

Element = etree._Element  # noqa: SLF001 - lxml has no other name for the type

MALFORMED: Final = "MalformedMessage"
LARGEST_MESSAGE: Final = 262_144
LARGEST_METADATA: Final = 1_048_576
_DEEPEST: Final = 48
_MOST_ELEMENTS: Final = 10_000

_IDS = ("ID", "Id", "id", "{http://www.w3.org/XML/1998/namespace}id")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?")


def parse(xml: bytes, *, largest: int = LARGEST_MESSAGE, allows_comments: bool = False) -> etree._Element:
    """Return the root of a document; Invalid for one that is too large or deep, malformed, or holds what it must not.

    A comment or processing instruction inside a value would split it for one reader and not for another, so any is refused;
    `allows_comments` takes them out instead, of metadata, of which no signature is believed.
    """
    if len(xml) > largest:
        raise _bad(f"is larger than {largest} bytes")
    _require_plain(xml)
    try:
        root = etree.fromstring(xml, _parser(without_comments=allows_comments))
    except (etree.XMLSyntaxError, ValueError):
        raise _bad("is not well-formed XML") from None
    check(root)
    return root


def check(root: etree._Element) -> None:
    """Raise Invalid for a document that is too large or deep, or holds what cuts or shadows a value."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise _bad("holds a document type declaration")
    if root.getprevious() is not None or root.getnext() is not None:
        raise _bad("holds a comment or a processing instruction")
    if any(not isinstance(node.tag, str) for node in root.iter()):
        raise _bad("holds a comment, a processing instruction or an entity")
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise _bad(f"has more than {_MOST_ELEMENTS} elements")
    if _is_deep(root):
        raise _bad(f"is more than {_DEEPEST} elements deep")
    seen: set[str] = set()
    for each in ids_of(root):
        if each in seen:
            raise _bad("uses one ID twice")
        seen.add(each)


def ids_of(root: etree._Element) -> Iterator[str]:
    """Return every identifier in a document, whichever attribute is one to some reader."""
    for element in root.iter():
        for name in _IDS:
            if (value := element.get(name)) is not None:
                yield value


def text_of(element: etree._Element | None) -> str:
    """Return the text of an element that holds only text, without blanks around it; empty where there is none."""
    if element is None:
        return ""
    if len(element):
        raise _bad(f"has elements in {etree.QName(element).localname}, where a text belongs")
    return (element.text or "").strip()


def instant_of(element: etree._Element, attribute: str) -> datetime | None:
    """Return an attribute's instant; None where there is no such attribute, Invalid where it is no instant.

    Instants are UTC (saml-core section 1.3.3); digits beyond the microsecond are dropped.
    """
    text = element.get(attribute)
    if text is None:
        return None
    if not _INSTANT.fullmatch(text):
        raise _bad(f"has an instant in {attribute} that is none")
    try:
        found = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    except ValueError:
        raise _bad(f"has an instant in {attribute} that is none") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def instant(moment: datetime) -> str:
    """Return an instant as SAML writes it, to the second."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def to_bytes(root: etree._Element) -> bytes:
    """Return a document as it is sent."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _parser(*, without_comments: bool) -> etree.XMLParser:
    # A parser for each document: libxml2's are not shared between threads.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=without_comments,
        remove_pis=without_comments,
    )


def _require_plain(xml: bytes) -> None:
    """Refuse, before the parser sees it, what declares types or entities; only UTF-8, in which that can be seen."""
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError:
        raise _bad("is not UTF-8") from None
    if b"\x00" in xml:
        raise _bad("is not UTF-8")
    if _DOCTYPE.search(xml):
        raise _bad("holds a document type declaration")


def _is_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def _bad(what: str) -> Invalid:
    return Invalid(f"The SAML message {what}.", reason=MALFORMED)
