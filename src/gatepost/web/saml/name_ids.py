"""NameID: whom a message means, and in whose eyes (saml-core section 2.2.3)."""

from dataclasses import dataclass

from lxml import etree

from gatepost.web.saml import names
from gatepost.web.saml.documents import Element, text_of


@dataclass(frozen=True, slots=True)
class NameId:
    """A name, the URI of its format, and the parties that it holds between."""

    value: str
    format: str | None = None
    name_qualifier: str | None = None
    sp_name_qualifier: str | None = None


def read(element: Element | None) -> NameId:
    """Return a name; one without a value where there is no element."""
    if element is None:
        return NameId("")
    return NameId(text_of(element), element.get("Format"), element.get("NameQualifier"), element.get("SPNameQualifier"))


def add(parent: Element, name_id: NameId) -> None:
    """Write a name as the last element of `parent`, with what it says and no more."""
    element = etree.SubElement(parent, names.assertion("NameID"))
    for name, value in {
        "NameQualifier": name_id.name_qualifier,
        "SPNameQualifier": name_id.sp_name_qualifier,
        "Format": name_id.format,
    }.items():
        if value is not None:
            element.set(name, value)
    element.text = name_id.value
