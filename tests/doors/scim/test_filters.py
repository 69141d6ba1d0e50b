"""Lists: the whole filter grammar, order, and pages by index and by cursor."""

from urllib.parse import quote

import pytest

from tests.doors.installation import Installation
from tests.doors.scim.conftest import ENTERPRISE, USER, Provider, problem


@pytest.fixture(scope="module")
def people(shared: Provider) -> dict[str, str]:
    """Three people beside the administrator, by name; their ids."""
    ada = shared.user(
        "Ada",
        externalId="A1",
        displayName="Ada Lovelace",
        name={"givenName": "Ada", "familyName": "Lovelace"},
        title="Countess",
        emails=[
            {"value": "ada@example.com", "type": "work", "primary": True},
            {"value": "ada@home.example", "type": "home"},
        ],
        **{ENTERPRISE: {"department": "Engines"}},
    )
    grace = shared.user(
        "grace",
        externalId="a1",
        name={"familyName": "O'Hopper"},
        emails=[{"value": "grace@navy.example", "type": "work"}],
        userType="Employee",
    )
    zoe = shared.user("zoë", active=False, displayName="Zoë 100%_\\")
    shared.group("Analysts", ada["id"], grace["id"])
    return {"Ada": ada["id"], "grace": grace["id"], "zoë": zoe["id"]}


def found(provider: Provider, text: str) -> set[str]:
    return set(provider.names(f"/Users?filter={quote(text)}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('userName eq "ADA"', {"Ada"}),
        ('USERNAME EQ "ada"', {"Ada"}),
        (f'{USER}:userName eq "ada"', {"Ada"}),
        ('userName ne "ada"', {"admin", "grace", "zoë"}),
        ('userName sw "a"', {"Ada", "admin"}),
        ('userName ew "E"', {"grace"}),
        ('userName co "RAC"', {"grace"}),
        ('userName co ""', {"Ada", "admin", "grace", "zoë"}),
        ('userName eq "ZOË"', {"zoë"}),
        ('displayName co "100%_\\\\"', {"zoë"}),
        ('displayName co "_o"', set()),
        ('displayName co "%"', {"zoë"}),
        ("displayName pr", {"Ada", "admin", "zoë"}),
        ("not (displayName pr)", {"grace"}),
        ("displayName eq null", {"grace"}),
        ("displayName ne null", {"Ada", "admin", "zoë"}),
        ('displayName ne "Ada Lovelace"', {"admin", "grace", "zoë"}),
        ('externalId eq "A1"', {"Ada"}),
        ('externalId eq "a1"', {"grace"}),
        ('externalId sw "A"', {"Ada"}),
        ("externalId pr", {"Ada", "grace"}),
        ('emails.value eq "ADA@home.example"', {"Ada"}),
        ('emails eq "grace@navy.example"', {"grace"}),
        ('emails co "example.com"', {"Ada", "admin"}),
        ('emails[type eq "home"]', {"Ada"}),
        ('emails[type eq "work" and value co "@navy"]', {"grace"}),
        ('emails[type eq "home" and value eq "ada@example.com"]', set()),
        ("active eq false", {"zoë"}),
        ('active eq "False"', {"zoë"}),
        ("active ne true", {"zoë"}),
        ('not (active eq false) and userName sw "a"', {"Ada", "admin"}),
        ('userName gt "ada" and userName le "grace"', {"admin", "grace"}),
        ('userName lt "b" or userName ge "h"', {"Ada", "admin", "zoë"}),
        ('userName eq "ada" or userName eq "grace" and active eq false', {"Ada"}),
        ('(userName eq "ada" or userName eq "zoë") and active eq false', {"zoë"}),
        ('name.familyName co "O\'Hopper"', {"grace"}),
        ('name.familyName sw "l"', {"Ada"}),
        ('title pr and userName sw "a"', {"Ada"}),
        ('userType eq "Employee" and (emails co "example.com" or emails.value co "navy.example")', {"grace"}),
        (f'{ENTERPRISE}:department eq "engines"', {"Ada"}),
        ('meta.resourceType eq "User"', {"Ada", "admin", "grace", "zoë"}),
        ('meta.created gt "2000-01-01T00:00:00Z"', {"Ada", "admin", "grace", "zoë"}),
        ('meta.lastModified lt "2000-01-01T00:00:00.000+01:00"', set()),
        ("meta.created pr", {"Ada", "admin", "grace", "zoë"}),
    ],
)
def test_filters(shared: Provider, people: dict[str, str], text: str, expected: set[str]) -> None:
    assert len(people) == 3
    assert found(shared, text) == expected


def test_filters_by_membership(shared: Provider, people: dict[str, str]) -> None:
    [group] = shared.get("/Groups")["Resources"]
    assert found(shared, f'groups.value eq "{group["id"]}"') == {"Ada", "grace"}
    assert found(shared, f'groups[value eq "{group["id"]}"] and userName sw "g"') == {"grace"}
    assert found(shared, f'not (groups eq "{group["id"]}")') == {"admin", "zoë"}
    for text in ('members eq "{}"', 'members.value eq "{}"', 'members[value eq "{}"]'):
        query = quote(text.format(people["Ada"]))
        assert shared.names(f"/Groups?filter={query}") == ["Analysts"]
    query = quote(f'id eq "{group["id"]}" and members eq "{people["zoë"]}"')
    assert shared.names(f"/Groups?filter={query}") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "userName",
        "userName eq",
        'userName eq "ada',
        "userName eq ada",
        'userName is "ada"',
        'nonsense eq "ada"',
        'name eq "ada"',
        'userName eq "ada" and',
        'and userName eq "ada"',
        '(userName eq "ada"',
        'userName eq "ada")',
        'not userName eq "ada"',
        "userName eq 7",
        "userName gt null",
        "active gt true",
        'active co "t"',
        "active eq 1",
        'meta.created gt "yesterday"',
        'meta.created sw "2026"',
        'emails[type eq "work"',
        'emails[nonsense eq "work"]',
        'userName eq "a\\u0000b"',
        'userName eq "a\nb"',
        'x509Certificates.value gt "a"',
        'groups.value eq "x" or title eq "y"',
        'groups[display eq "x"]',
        "(" * 30 + 'userName eq "a"' + ")" * 30,
        " and ".join(['userName eq "a"'] * 101),
        'urn:ietf:params:scim:schemas:core:2.0:User eq "a"',
        'urn:nothing:userName eq "a"',
        "[]",
        "((((",
        '"ada" eq userName',
    ],
)
def test_what_is_no_filter(shared: Provider, text: str) -> None:
    answer = shared.send("GET", f"/Users?filter={quote(text)}")
    if text:
        assert problem(answer) == (400, "invalidFilter")
    else:
        assert answer.status_code == 200


def test_pages_by_index(provider: Provider) -> None:
    names = [f"user{number}" for number in range(5)]
    for name in names:
        provider.user(name)
    page = provider.get("/Users?startIndex=2&count=3")
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (6, 2, 3)
    assert [each["userName"] for each in page["Resources"]] == names[:3]
    beyond = provider.get("/Users?startIndex=50")
    assert (beyond["totalResults"], beyond["Resources"]) == (6, [])
    none = provider.get("/Users?count=0")
    assert (none["totalResults"], none["itemsPerPage"], none["Resources"]) == (6, 0, [])
    assert provider.get("/Users?startIndex=-3&count=1")["startIndex"] == 1
    assert provider.get("/Users?count=-1")["itemsPerPage"] == 0
    filtered = provider.get("/Users?filter=userName%20sw%20%22user%22&startIndex=4&count=10")
    assert [each["userName"] for each in filtered["Resources"]] == names[3:]
    assert filtered["totalResults"] == 5


@pytest.mark.parametrize(
    "order", ["", "&sortBy=userName", "&sortBy=emails.value&sortOrder=descending", "&sortBy=title"]
)
@pytest.mark.parametrize("narrowed", ["", "&filter=userName%20sw%20%22user%22", "&filter=title%20pr"])
def test_pages_by_cursor_hold_everybody_once(provider: Provider, order: str, narrowed: str) -> None:
    for number in range(5):
        provider.user(f"user{number}", title=f"Title {number % 2}")
    whole = provider.names(f"/Users?count=100{order}{narrowed}")
    collected: list[str] = []
    cursor = ""
    for _ in range(10):
        page = provider.get(f"/Users?count=2&cursor={quote(cursor)}{order}{narrowed}")
        assert "startIndex" not in page
        assert page["totalResults"] == len(whole)
        collected += [each["userName"] for each in page["Resources"]]
        cursor = page.get("nextCursor", "")
        if not cursor:
            break
    assert collected == whole
    assert len(set(whole)) == len(whole) >= 5


def test_a_cursor_is_good_for_its_own_query_only(provider: Provider) -> None:
    provider.user("ada")
    cursor = quote(provider.get("/Users?count=1&cursor")["nextCursor"])
    other = provider.send("GET", f"/Users?count=1&sortBy=userName&cursor={cursor}")
    assert problem(other) == (400, "invalidCursor")
    assert problem(provider.send("GET", "/Users?cursor=nonsense")) == (400, "invalidCursor")
    assert problem(provider.send("GET", f"/Groups?cursor={cursor}")) == (400, "invalidCursor")
    assert problem(provider.send("GET", "/Users?cursor&count=-1")) == (400, "invalidCount")
    assert problem(provider.send("GET", "/Users?cursor&startIndex=1")) == (400, "invalidValue")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("sortBy=userName", ["Ada", "admin", "grace", "zoë"]),
        ("sortBy=userName&sortOrder=descending", ["zoë", "grace", "admin", "Ada"]),
        ("sortBy=displayName", ["Ada", "admin", "zoë", "grace"]),
        ("sortBy=displayName&sortOrder=descending", ["grace", "zoë", "admin", "Ada"]),
        ("sortBy=emails", ["Ada", "admin", "grace", "zoë"]),
        ("sortBy=name.familyName", ["admin", "Ada", "grace", "zoë"]),
        (f"sortBy={ENTERPRISE}:department&filter=active%20eq%20true", ["Ada", "admin", "grace"]),
        ("sortBy=meta.created", ["admin", "Ada", "grace", "zoë"]),
    ],
)
def test_order(shared: Provider, people: dict[str, str], sort: str, expected: list[str]) -> None:
    assert len(people) == 3
    assert shared.names(f"/Users?{sort}") == expected


@pytest.mark.parametrize("query", ["sortBy=nonsense", "sortBy=groups", "sortBy=urn:x:y"])
def test_what_cannot_be_sorted_by(shared: Provider, query: str) -> None:
    assert problem(shared.send("GET", f"/Users?{query}")) == (400, "invalidPath")


@pytest.mark.parametrize(
    "query", ["startIndex=x", "count=1.5", "sortOrder=up", "attributes=userName&excludedAttributes=name", "filter=%FF"]
)
def test_parameters_that_are_wrong(shared: Provider, query: str) -> None:
    assert problem(shared.send("GET", f"/Users?{query}")) == (400, "invalidValue")


def test_more_than_can_be_looked_at_one_by_one(
    provider: Provider, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gatepost.core.directory.store.search.MOST_SEARCHED", 2)
    for number in range(3):
        provider.user(f"user{number}")
    assert problem(provider.send("GET", "/Users?filter=title%20pr")) == (400, "tooMany")
    assert provider.names("/Users?filter=title%20pr%20and%20userName%20eq%20%22user1%22") == []
    assert installation.runtime is not None
