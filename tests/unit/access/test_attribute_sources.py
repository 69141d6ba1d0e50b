"""What the sources of access control attributes read out of a user."""

import pytest

from gatepost.core.access.access_control_attributes import session_tags
from gatepost.core.access.model import AccessControlAttribute
from gatepost.core.directory.attribute_sources import reader
from gatepost.core.directory.model import (
    Address,
    Email,
    Enterprise,
    Manager,
    PersonName,
    PhoneNumber,
    Role,
    UserAttributes,
)
from gatepost.kit.errors import Invalid

ADA = UserAttributes(
    user_name="ada",
    display_name="Ada Lovelace",
    name=PersonName(given_name="Ada", family_name="Lovelace", middle_name="King", formatted="Countess Ada"),
    nick_name="A",
    profile_url="https://example.com/ada",
    user_type="Employee",
    title="Analyst",
    preferred_language="en",
    locale="en-GB",
    timezone="Europe/London",
    emails=(Email("home@example.com", "home"), Email("ada@example.com", "work", primary=True)),
    addresses=(
        Address(locality="Horsley", type="home"),
        Address(
            street_address="12 St James's Square",
            locality="London",
            region="LDN",
            postal_code="SW1Y",
            country="GB",
            formatted="London SW1Y",
            type="work",
        ),
    ),
    phone_numbers=(PhoneNumber("+44 20 7946 0000", "work"),),
    roles=(Role("engine", "work", primary=True),),
    enterprise=Enterprise(
        employee_number="1815",
        cost_center="cc-1",
        organization="Analytical Engines",
        division="Notes",
        department="Numbers",
        manager=Manager("babbage"),
    ),
)
NOBODY = UserAttributes(user_name="nobody", display_name="Nobody")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # The table "Supported external identity provider attributes" of the user guide, whole.
        ("${path:userName}", "ada"),
        ("${path:name.familyName}", "Lovelace"),
        ("${path:name.givenName}", "Ada"),
        ("${path:displayName}", "Ada Lovelace"),
        ("${path:nickName}", "A"),
        ("${path:emails[primary eq true].value}", "ada@example.com"),
        ('${path:addresses[type eq "work"].streetAddress}', "12 St James's Square"),
        ('${path:addresses[type eq "work"].locality}', "London"),
        ('${path:addresses[type eq "work"].region}', "LDN"),
        ('${path:addresses[type eq "work"].postalCode}', "SW1Y"),
        ('${path:addresses[type eq "work"].country}', "GB"),
        ('${path:addresses[type eq "work"].formatted}', "London SW1Y"),
        ('${path:phoneNumbers[type eq "work"].value}', "+44 20 7946 0000"),
        ("${path:userType}", "Employee"),
        ("${path:title}", "Analyst"),
        ("${path:locale}", "en-GB"),
        ("${path:timezone}", "Europe/London"),
        ("${path:enterprise.employeeNumber}", "1815"),
        ("${path:enterprise.costCenter}", "cc-1"),
        ("${path:enterprise.organization}", "Analytical Engines"),
        ("${path:enterprise.division}", "Notes"),
        ("${path:enterprise.department}", "Numbers"),
        ("${path:enterprise.manager.value}", "babbage"),
        # Their like.
        ("${path:name.middleName}", "King"),
        ("${path:preferredLanguage}", "en"),
        ('${path:addresses[type eq "home"].locality}', "Horsley"),
        ('${path:emails[type eq "home"].value}', "home@example.com"),
        ("${path:roles[primary eq true].value}", "engine"),
        ("${user:email}", "ada@example.com"),
        ("${user:givenName}", "Ada"),
        ("${user:middleName}", "King"),
        ("${user:familyName}", "Lovelace"),
        ("${user:displayName}", "Ada Lovelace"),
        ("${user:subject}", "ada"),
    ],
)
def test_a_source_reads_its_attribute(source: str, value: str) -> None:
    assert reader(source)(ADA) == value


@pytest.mark.parametrize(
    "source",
    [
        "${path:name.givenName}",
        "${path:title}",
        "${path:emails[primary eq true].value}",
        '${path:addresses[type eq "work"].country}',
        "${path:enterprise.department}",
        "${path:enterprise.manager.value}",
        "${user:email}",
    ],
)
def test_what_a_user_does_not_have_is_nothing(source: str) -> None:
    assert reader(source)(NOBODY) is None


@pytest.mark.parametrize(
    "source",
    [
        "",
        "department",
        "${department}",
        "${path:}",
        "${path:UserName}",
        "${path:password}",
        "${path:enterprise}",
        "${path:enterprise.password}",
        "${path:name}",
        "${path:emails}",
        "${path:emails.value}",
        "${path:emails[primary eq yes].value}",
        "${path:emails[value sw a].value}",
        "${path:emails[primary eq true].type}",
        "${path:photos[primary eq true].value}",
        '${path:addresses[type eq "work"].value}',
        "${path:__class__}",
        "${user:userName.__class__}",
        "${user:emails[primary eq true].value}",
        "${dir:email}",
        "x${path:userName}",
        "${path:userName}x",
    ],
)
def test_what_is_no_attribute_is_refused(source: str) -> None:
    with pytest.raises(Invalid, match="is not a supported source"):
        reader(source)


def test_tags_are_those_that_the_person_has() -> None:
    attributes = [
        AccessControlAttribute("Department", "${path:enterprise.department}"),
        AccessControlAttribute("Title", "${path:title}"),
    ]
    assert session_tags(attributes, ADA) == {"Department": "Numbers", "Title": "Analyst"}
    assert session_tags(attributes, NOBODY) == {}


@pytest.mark.parametrize("value", ["O'Brien", "a,b", "<script>", "line\nbreak", "x" * 257])
def test_a_value_that_cannot_be_a_tag_opens_no_session_without_it(value: str) -> None:
    user = UserAttributes(user_name="ada", display_name="Ada", title=value)
    with pytest.raises(Invalid, match="The value of the attribute Title cannot be the value of a session tag"):
        session_tags([AccessControlAttribute("Title", "${path:title}")], user)


def test_values_of_every_script_can_be_tags() -> None:
    user = UserAttributes(user_name="ada", display_name="Ada", title="Ärztin – 数学_1.:/=+-@".replace("–", "-"))
    assert session_tags([AccessControlAttribute("Title", "${path:title}")], user)["Title"].startswith("Ärztin")
