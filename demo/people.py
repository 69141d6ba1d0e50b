"""The people of the company, all of them made up, and the groups they are in."""

import unicodedata
from dataclasses import dataclass

from demo.company import DOMAIN

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "'": None, " ": None})
"""What Unicode does not take apart into a letter and its mark."""

GROUPS = {
    "Cloud Platform": "Runs the organisation, its network and what all teams share",
    "Security": "Looks after logs, alarms and who has access to what",
    "Booking Engineers": "Tickets, fares and payments",
    "Timetable Engineers": "Sailings, tides and connections",
    "Fleet Engineers": "Position, engines and fuel of the vessels",
    "Data Analysts": "Passenger figures and forecasts",
    "Finance": "Costs and invoices",
    "Service Desk": "First help for colleagues",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the company. `joined` and `left` count days before today; who does not accept has not opened the invitation.
    Who comes by file is imported in the console."""

    given_name: str
    family_name: str
    title: str
    groups: tuple[str, ...]
    joined: int
    accepts: bool = True
    left: int | None = None
    comes_by_file: bool = False

    @property
    def display_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def user_name(self) -> str:
        """The name to sign in with: plain letters."""
        apart = unicodedata.normalize("NFKD", f"{self.given_name}.{self.family_name}".lower().translate(_LETTERS))
        return "".join(letter for letter in apart if not unicodedata.combining(letter))

    @property
    def email(self) -> str:
        return f"{self.user_name}@{DOMAIN}"


_PLATFORM, _SECURITY = ("Cloud Platform",), ("Security",)
_BOOKING, _TIMETABLES, _FLEET = ("Booking Engineers",), ("Timetable Engineers",), ("Fleet Engineers",)
_DATA, _FINANCE, _DESK = ("Data Analysts",), ("Finance",), ("Service Desk",)

PEOPLE = (
    Person("Ines", "Carvalho", "Head of Cloud Platform", _PLATFORM, 24),
    Person("Tomasz", "Wierzbicki", "Platform engineer", _PLATFORM, 23),
    Person("Adaeze", "Nwosu", "Network engineer", _PLATFORM, 23),
    Person("Henrik", "Sørensen", "Site reliability engineer", (*_PLATFORM, *_FLEET), 23),
    Person("Mei-Ling", "Hsu", "Platform engineer", _PLATFORM, 22),
    Person("Farah", "Rahimi", "Head of Security", _SECURITY, 23),
    Person("Callum", "Drysdale", "Security analyst", _SECURITY, 23),
    Person("Yetunde", "Bakare", "Security engineer", (*_SECURITY, *_PLATFORM), 22),
    Person("Joaquín", "Ticona", "Internal auditor", _SECURITY, 20),
    Person("Priya", "Raghunathan", "Lead engineer, booking", _BOOKING, 21),
    Person("Lucas", "Vandenbroucke", "Software engineer", _BOOKING, 21),
    Person("Siobhán", "Keane", "Software engineer", _BOOKING, 21),
    Person("Hamza", "Belkacem", "Payments engineer", _BOOKING, 21),
    Person("Ayaka", "Morimoto", "Software engineer", (*_BOOKING, *_TIMETABLES), 20),
    Person("Jonas", "Wiesinger", "Test engineer", _BOOKING, 20),
    Person("Thandiwe", "Mabuza", "Product manager, booking", _BOOKING, 16),
    Person("Owen", "Prosser", "Software engineer", _BOOKING, 2, accepts=False, comes_by_file=True),
    Person("Eleni", "Stavrou", "Lead engineer, timetables", _TIMETABLES, 21),
    Person("Marek", "Vondráček", "Software engineer", _TIMETABLES, 21),
    Person("Noor", "El-Amin", "Software engineer", _TIMETABLES, 20),
    Person("Grace", "Faleolo", "Tide modeller", (*_TIMETABLES, *_DATA), 19),
    Person("Bastian", "Kremer", "Software engineer", _TIMETABLES, 20, left=5),
    Person("Leila", "Haddad", "Software engineer", _TIMETABLES, 2, accepts=False, comes_by_file=True),
    Person("Aroha", "Ngata", "Lead engineer, fleet", _FLEET, 19),
    Person("Mikko", "Lehtovaara", "Embedded engineer", _FLEET, 19),
    Person("Catriona", "Munro", "Marine engineer", _FLEET, 19),
    Person("Deniz", "Arıkan", "Software engineer", _FLEET, 16),
    Person("Rubén", "Olmedo", "Software engineer, contractor", _FLEET, 12, accepts=False),
    Person("Ewa", "Szymańska", "Radio engineer", _FLEET, 16),
    Person("Wanjiku", "Mutua", "Lead analyst", _DATA, 19),
    Person("Théo", "Marchand", "Data engineer", _DATA, 19),
    Person("Sunita", "Gurung", "Data analyst", _DATA, 1, accepts=False),
    Person("Kojo", "Amponsah", "Data analyst", _DATA, 16),
    Person("Margaret", "Ashworth", "Head of Finance", _FINANCE, 16),
    Person("Bogdan", "Ardelean", "Cost controller", _FINANCE, 16),
    Person("Helen", "Tolland", "Accountant", _FINANCE, 14),
    Person("Josephine", "Tremblay", "Service desk lead", _DESK, 16),
    Person("Amir", "Tavakoli", "Service desk", _DESK, 16),
    Person("Kelly", "Brennan", "Service desk", _DESK, 14),
    Person("Duc", "Pham", "Service desk", _DESK, 1, accepts=False),
)
ADMINISTRATOR = PEOPLE[0]


def named(user_name: str) -> Person:
    """Return the person with a user name."""
    return next(person for person in PEOPLE if person.user_name == user_name)
