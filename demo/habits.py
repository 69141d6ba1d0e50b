"""What people do of themselves: whom the company brings by a file, who mistypes, who has a second factor, what is marked."""

from collections.abc import Iterator
from datetime import datetime

from demo.company import DOMAIN, MANAGEMENT
from demo.people import PEOPLE, Person, named
from demo.permissions import ADMINISTRATOR_ACCESS

BUSY_DAYS = 14
"""For how many days back the chart of sign-ins shows an office at work."""

SECURED = (named("catriona.munro"), named("joaquin.ticona"))
"""Who has an authenticator app. Whoever looks around signs in as others, with the password alone."""

MARKS = {
    "ines.carvalho": (
        ("Network", "NetworkAdministrator", "favourite"),
        (MANAGEMENT, ADMINISTRATOR_ACCESS, "favourite"),
        ("Sandbox", ADMINISTRATOR_ACCESS, "access-keys"),
        ("Shared Services", ADMINISTRATOR_ACCESS, "access-keys"),
        (MANAGEMENT, ADMINISTRATOR_ACCESS, "console"),
    ),
    "priya.raghunathan": (
        ("Booking Production", "ReleaseEngineer", "favourite"),
        ("Booking Staging", ADMINISTRATOR_ACCESS, "access-keys"),
        ("Sandbox", "PowerUserAccess", "access-keys"),
    ),
    "farah.rahimi": ((MANAGEMENT, "SecurityAudit", "favourite"), (MANAGEMENT, "SecurityAudit", "console")),
    "josephine.tremblay": ((MANAGEMENT, "DirectoryDesk", "console"),),
    "margaret.ashworth": (),
}
"""Who is signed in today, and the account, the role and the button of what they press in the portal."""


def at_the_office(days_ago: int, day: datetime) -> Iterator[tuple[Person, bool]]:
    """Return who signs in on a day, about every fifth of those who work there, and whether they mistype first."""
    if day.weekday() >= 5 or days_ago > BUSY_DAYS:
        return
    for number, person in enumerate(PEOPLE):
        is_here = person.accepts and person.joined > days_ago and (person.left is None or person.left < days_ago)
        if is_here and person not in SECURED and (number * 7 + days_ago * 3) % 5 == 0:
            yield person, (number + days_ago) % 9 == 0


def file_of(people: tuple[Person, ...]) -> bytes:
    """Return a file of people for the console, with two lines in it that do not work."""
    lines = [
        "user_name,email,given_name,family_name,groups",
        *(f"{p.user_name},{p.email},{p.given_name},{p.family_name},{'|'.join(p.groups)}" for p in people),
        "priya.raghunathan,priya.raghunathan@" + DOMAIN + ",Priya,Raghunathan,Booking Engineers",
        "harbour.master,the harbour,Harbour,Master,Fleet Engineers",
    ]
    return "\n".join(lines).encode()
