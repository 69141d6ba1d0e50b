"""The schemas of users and groups, attribute by attribute (RFC 7643 sections 4 and 8.7): what is here is what is served."""

from typing import Final

from gatepost.doors.scim.attributes import Attribute, ResourceType, Schema

USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP: Final = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

_PRIMARY: Final = Attribute("primary", "Whether this is the preferred one; at most one value is.", type="boolean")


def _labelled(
    name: str, description: str, value: Attribute, *, kinds: tuple[str, ...] = (), key: str = ""
) -> Attribute:
    """Return an attribute of several values, each with a display name, a type, and whether it is the primary one."""
    kind = Attribute("type", "What the value is for.", canonical_values=kinds)
    display = Attribute("display", "A name for people to read.")
    return Attribute(name, description, "complex", multi_valued=True, parts=(value, display, kind, _PRIMARY), key=key)


_NAME: Final = Attribute(
    "name",
    "The parts of the person's name.",
    "complex",
    parts=(
        Attribute("formatted", "The whole name, as it is shown."),
        Attribute("familyName", "The last name."),
        Attribute("givenName", "The first name."),
        Attribute("middleName", "The middle names."),
        Attribute("honorificPrefix", "What stands before the name, such as a title."),
        Attribute("honorificSuffix", "What stands behind the name."),
    ),
)
_ADDRESSES: Final = Attribute(
    "addresses",
    "Postal addresses.",
    "complex",
    multi_valued=True,
    parts=(
        Attribute("formatted", "The whole address, as it is written on a letter."),
        Attribute("streetAddress", "Street, house and what belongs to it."),
        Attribute("locality", "The town."),
        Attribute("region", "The state or region."),
        Attribute("postalCode", "The postal code."),
        Attribute("country", "The country, by its ISO 3166-1 alpha-2 code."),
        Attribute("type", "What the address is for.", canonical_values=("work", "home", "other")),
        _PRIMARY,
    ),
)
_GROUPS: Final = Attribute(
    "groups",
    "The groups that the user is in.",
    "complex",
    multi_valued=True,
    mutability="readOnly",
    parts=(
        Attribute("value", "The group's id.", case_exact=True, mutability="readOnly"),
        Attribute(
            "$ref", "The group's URL.", "reference", case_exact=True, mutability="readOnly", reference_types=("Group",)
        ),
        Attribute("display", "The group's name.", mutability="readOnly"),
        Attribute("type", "Always direct: groups hold no groups.", mutability="readOnly", canonical_values=("direct",)),
    ),
)
_CONTACTS: Final = ("work", "home", "other")

USER_SCHEMA: Final = Schema(
    USER,
    "User",
    "A person who signs in.",
    (
        Attribute(
            "userName",
            "What the user signs in with; 128 characters at most, its case does not count.",
            required=True,
            uniqueness="server",
        ),
        _NAME,
        Attribute("displayName", "The name that is shown."),
        Attribute("nickName", "What the person is called."),
        Attribute("profileUrl", "The URL of a page about the person.", "reference", reference_types=("external",)),
        Attribute("title", "What the person is, such as Vice President."),
        Attribute("userType", "How the person belongs to the organisation, such as Employee."),
        Attribute("preferredLanguage", "The languages that the person reads, as in Accept-Language."),
        Attribute("locale", "Where the person is, for dates, numbers and currency."),
        Attribute("timezone", "The person's time zone, such as Europe/Berlin."),
        Attribute("active", "Whether the user may sign in: where not, every session and token ends.", "boolean"),
        Attribute(
            "password",
            "The password that the user signs in with, where no identity provider does that.",
            case_exact=True,
            mutability="writeOnly",
            returned="never",
        ),
        _labelled(
            "emails",
            "E-mail addresses; mail goes to the primary one, or else the first, which no other user may have as theirs.",
            Attribute("value", "The address."),
            kinds=_CONTACTS,
        ),
        _labelled(
            "phoneNumbers",
            "Telephone numbers.",
            Attribute("value", "The number, in any notation."),
            kinds=("work", "home", "mobile", "fax", "pager", "other"),
        ),
        _labelled("ims", "Addresses of instant messaging.", Attribute("value", "The address."), key="instant_messages"),
        _labelled(
            "photos",
            "Pictures of the person.",
            Attribute("value", "The picture's URL.", "reference", case_exact=True, reference_types=("external",)),
            kinds=("photo", "thumbnail"),
        ),
        _ADDRESSES,
        _GROUPS,
        _labelled("entitlements", "Rights that the person has elsewhere.", Attribute("value", "The right.")),
        _labelled("roles", "What the person is in the organisation.", Attribute("value", "The role.")),
        _labelled(
            "x509Certificates",
            "Certificates of the person; nobody signs in with them.",
            Attribute("value", "The certificate, DER in base64.", "binary", case_exact=True),
            key="certificates",
        ),
    ),
)
ENTERPRISE_SCHEMA: Final = Schema(
    ENTERPRISE,
    "EnterpriseUser",
    "What employers add.",
    (
        Attribute("employeeNumber", "What the employer numbers the person by."),
        Attribute("costCenter", "The cost centre."),
        Attribute("organization", "The organisation."),
        Attribute("division", "The division."),
        Attribute("department", "The department."),
        Attribute(
            "manager",
            "The person's superior.",
            "complex",
            parts=(
                Attribute("value", "The superior's id."),
                Attribute(
                    "$ref", "The superior's URL.", "reference", case_exact=True, reference_types=("User",), key="ref"
                ),
            ),
            ignored=frozenset({"displayname"}),
        ),
    ),
)
MEMBERS: Final = Attribute(
    "members",
    "The users in the group; groups hold no groups.",
    "complex",
    multi_valued=True,
    parts=(
        Attribute("value", "The user's id.", case_exact=True, mutability="immutable"),
        Attribute(
            "$ref", "The user's URL.", "reference", case_exact=True, mutability="immutable", reference_types=("User",)
        ),
        Attribute("type", "Always User.", mutability="immutable", canonical_values=("User",)),
        Attribute("display", "What the provider called the user when it added them.", mutability="immutable"),
    ),
    needs_values=True,
    most_values=0,
)
GROUP_SCHEMA: Final = Schema(
    GROUP,
    "Group",
    "A set of users, to whom access is assigned.",
    (
        Attribute(
            "displayName",
            "The group's name; no other group may have it, its case does not count.",
            required=True,
            uniqueness="server",
        ),
        MEMBERS,
    ),
)

_META: Final = Attribute(
    "meta",
    "What the server knows of the resource.",
    "complex",
    mutability="readOnly",
    parts=(
        Attribute("resourceType", "User or Group.", case_exact=True, mutability="readOnly"),
        Attribute("created", "When it was made.", "dateTime", mutability="readOnly"),
        Attribute("lastModified", "When it was last changed.", "dateTime", mutability="readOnly"),
        Attribute("location", "Its URL.", "reference", case_exact=True, mutability="readOnly"),
        Attribute("version", "Its entity tag.", case_exact=True, mutability="readOnly"),
    ),
)
COMMON: Final = {
    each.name.lower(): each
    for each in (
        Attribute(
            "schemas",
            "The URNs of the schemas.",
            "reference",
            multi_valued=True,
            case_exact=True,
            mutability="readOnly",
            returned="always",
        ),
        Attribute("id", "The server's id.", case_exact=True, mutability="readOnly", returned="always"),
        Attribute("externalId", "The identity provider's own id.", case_exact=True),
        _META,
    )
}
"""What every resource has beside its schema (RFC 7643 section 3.1)."""

USERS: Final = ResourceType("User", "/Users", "People.", USER_SCHEMA, COMMON, (ENTERPRISE_SCHEMA,))
GROUPS: Final = ResourceType("Group", "/Groups", "Groups of people.", GROUP_SCHEMA, COMMON)
