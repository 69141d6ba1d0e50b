"""Four weeks of the company, told day by day: every event of them was made by the request that it tells of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from demo import company, habits, installation, permissions
from demo.administrator import Administrator
from demo.applications import APPLICATIONS
from demo.people import ADMINISTRATOR, PEOPLE, Person, named
from demo.server import Server, StoryClock
from demo.visitors import Browser, Terminal
from gatepost import bootstrap
from gatepost.core.signin import invitations
from gatepost.kit.secret import Secret
from gatepost.settings import Settings
from gatepost.store import migration

FIRST_DAY = 24
"""How many days ago the story begins."""

OFFICE = "203.0.113.20"
HOME = "192.0.2.48"
STRANGER = "198.51.100.66"

AT_WORK = {
    14: ("tomasz.wierzbicki", "eleni.stavrou", "aroha.ngata"),
    7: ("priya.raghunathan", "farah.rahimi", "wanjiku.mutua", "josephine.tremblay"),
    3: ("hamza.belkacem", "marek.vondracek", "adaeze.nwosu"),
    1: ("margaret.ashworth", "siobhan.keane", "yetunde.bakare", "priya.raghunathan"),
}
"""Who signs in on an ordinary day, by how many days ago it was."""

ROLES = {
    ADMINISTRATOR.user_name: (company.MANAGEMENT, permissions.ADMINISTRATOR_ACCESS),
    "tomasz.wierzbicki": ("Network", "AdministratorAccess"),
    "adaeze.nwosu": ("Network", "NetworkAdministrator"),
    "eleni.stavrou": ("Timetables Staging", "AdministratorAccess"),
    "marek.vondracek": ("Timetables Staging", "PowerUserAccess"),
    "aroha.ngata": ("Fleet Telemetry", "AdministratorAccess"),
    "priya.raghunathan": ("Booking Production", "ReleaseEngineer"),
    "hamza.belkacem": ("Booking Staging", "PowerUserAccess"),
    "siobhan.keane": ("Booking Production", "ReadOnlyAccess"),
    "farah.rahimi": (company.MANAGEMENT, "SecurityAudit"),
    "yetunde.bakare": ("Security Tooling", "AdministratorAccess"),
    "callum.drysdale": (company.MANAGEMENT, "SecurityAudit"),
    "wanjiku.mutua": ("Data Platform", "DataScientist"),
    "josephine.tremblay": (company.MANAGEMENT, "DirectoryDesk"),
    "margaret.ashworth": (company.MANAGEMENT, "Billing"),
}
"""The account and the role that somebody works with."""


def tell(settings: Settings, password: Secret, today: datetime) -> str:
    """Make the whole company in an empty installation, its story ending at `today`; return where the report of its import is."""
    clock = StoryClock(today.replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=FIRST_DAY))
    server = Server(settings, clock)
    try:
        migration.upgrade(server.runtime.database)
        return Story(server, password).tell(today)
    finally:
        server.close()


class Story:
    """The company, its server and everybody's password."""

    def __init__(self, server: Server, password: Secret) -> None:
        self._server = server
        self._password = password
        self._midnight = server.clock.now().replace(hour=0) + timedelta(days=FIRST_DAY)
        first = bootstrap.Wishes(
            account_id=company.MANAGEMENT_ID, admin_user=ADMINISTRATOR.user_name, admin_email=ADMINISTRATOR.email
        )
        made = bootstrap.make(server.runtime, first)
        server.finish_jobs()
        if made.invitation is None:
            raise ValueError("the first start has invited nobody")
        self._first_link = invitations.url(server.settings, made.invitation)
        self._administrator = Administrator(
            server, made.instance.arn, made.instance.identity_store_id, (ADMINISTRATOR, made.admin.user_id)
        )

    def tell(self, today: datetime) -> str:
        """Go through the days; return the path of the import's report."""
        report = ""
        for days_ago in range(FIRST_DAY, 0, -1):
            self._open_doors(days_ago)
            self._hire(days_ago)
            if days_ago == FIRST_DAY:
                self._begin()
            if days_ago == 15:
                self._connect_applications()
            if days_ago == 9:
                self._change_releases()
            if days_ago == 8:
                self._guess()
            if days_ago == 6:
                self._overreach()
            if days_ago == 5:
                self._secure()
            if days_ago == 2:
                report = self._import_people()
            self._work(days_ago)
        self._come_today(today)
        return report

    def _begin(self) -> None:
        """Day one: the administrator accepts the invitation and lays everything out."""
        Browser(self._server, OFFICE).accept_invitation(self._first_link, self._password)
        with self._administering(FIRST_DAY, hour=9) as administrator:
            administrator.make_organisation()
            administrator.make_permission_sets(permissions.PERMISSION_SETS)
            administrator.make_groups()
            administrator.describe_self(ADMINISTRATOR)
            administrator.make_a_home_of_it()

    def _hire(self, days_ago: int) -> None:
        """People join, they and their groups get access, and they accept their invitations; others leave."""
        joining = [
            each for each in PEOPLE if each.joined == days_ago and each is not ADMINISTRATOR and not each.comes_by_file
        ]
        leaving = [each for each in PEOPLE if each.left == days_ago]
        if not joining and not leaving:
            return
        with self._administering(days_ago, hour=9) as administrator:
            for person in joining:
                administrator.hire(person)
            for access in self._due_access(days_ago):
                administrator.give(access)
            for person in leaving:
                administrator.disable(person)
        for number, person in enumerate(person for person in joining if person.accepts):
            self._server.clock.go_to(self._at(days_ago, 11) + timedelta(minutes=23 * number))
            link = installation.invitation_link(self._server.settings, person.email)
            Browser(self._server, OFFICE).accept_invitation(link, self._password)

    def _due_access(self, days_ago: int) -> list[permissions.Access]:
        """Return what is given on the first day on which somebody with a right to it joins."""
        return [access for access in permissions.ACCESS if days_ago == max(each.joined for each in _meant(access))]

    def _change_releases(self) -> None:
        """A permission set gets another policy, and its roles take it over."""
        with self._administering(9, hour=14) as administrator:
            administrator.change("ReleaseEngineer", permissions.RELEASE_AND_ROLL_BACK)

    def _open_doors(self, days_ago: int) -> None:
        """In the morning people sign in, and some mistype."""
        morning = self._at(days_ago, 8)
        for number, (person, mistypes) in enumerate(habits.at_the_office(days_ago, morning)):
            self._server.clock.go_to(morning + timedelta(minutes=4 * number))
            browser = Browser(self._server, OFFICE)
            if mistypes:
                browser.submit("/sign-in", user_name=person.user_name, password="caps lock was on")
            browser.sign_in(person.user_name, self._password)

    def _connect_applications(self) -> None:
        """The company's applications come, each with its logo."""
        with self._administering(15, hour=14) as administrator:
            for application in APPLICATIONS:
                administrator.connect(application)

    def _secure(self) -> None:
        """Some add an authenticator app."""
        for number, person in enumerate(habits.SECURED):
            self._server.clock.go_to(self._at(5, 14) + timedelta(minutes=11 * number))
            browser = Browser(self._server, OFFICE)
            browser.sign_in(person.user_name, self._password)
            browser.add_app("Phone")

    def _import_people(self) -> str:
        """People are brought by a file, of which two lines do not work; return where its report is."""
        coming = tuple(person for person in PEOPLE if person.comes_by_file)
        self._server.clock.go_to(self._at(2, 10))
        browser = Browser(self._server, OFFICE)
        browser.sign_in(ADMINISTRATOR.user_name, self._password)
        browser.use_role(company.MANAGEMENT_ID, permissions.ADMINISTRATOR_ACCESS, "console")
        report = browser.import_people(habits.file_of(coming))
        self._server.finish_jobs()
        return report

    def _come_today(self, today: datetime) -> None:
        """Some are signed in when somebody looks at it all, the administrator at home too."""
        self._server.clock.go_to(today - timedelta(minutes=45))
        Browser(self._server, HOME).sign_in(ADMINISTRATOR.user_name, self._password)
        for user_name, marks in habits.MARKS.items():
            browser = Browser(self._server, OFFICE)
            browser.sign_in(user_name, self._password)
            for account, role, button in marks:
                browser.use_role(self._administrator.accounts[account], role, button)

    def _guess(self) -> None:
        """A stranger tries three passwords of somebody."""
        self._server.clock.go_to(self._at(8, 3))
        browser = Browser(self._server, STRANGER)
        for guess in ("Ferries2026!", "margaret-saltmarsh", "letmeinletmein"):
            browser.submit("/sign-in", user_name="margaret.ashworth", password=guess)

    def _overreach(self) -> None:
        """An auditor tries to add somebody, and is denied."""
        person = named("callum.drysdale")
        self._sign_in(person, self._at(6, 15)).attempt(
            "identitystore",
            "CreateUser",
            IdentityStoreId=self._administrator.identity_store_id,
            UserName="test",
            DisplayName="Test",
            Name={"GivenName": "Test", "FamilyName": "Test"},
        )

    def _work(self, days_ago: int) -> None:
        """An ordinary day: people sign in and take a role."""
        for number, user_name in enumerate(AT_WORK.get(days_ago, ())):
            self._sign_in(named(user_name), self._at(days_ago, 16) + timedelta(minutes=17 * number))

    def _sign_in(self, person: Person, moment: datetime) -> Terminal:
        self._server.clock.go_to(moment)
        browser = Browser(self._server, OFFICE)
        browser.sign_in(person.user_name, self._password)
        terminal = Terminal(self._server, browser)
        terminal.sign_in()
        account, role = ROLES[person.user_name]
        terminal.take_role(self._administrator.accounts[account], role)
        return terminal

    @contextmanager
    def _administering(self, days_ago: int, *, hour: int) -> Iterator[Administrator]:
        """Have the administrator sign in and work; what they ask for is done when they have finished."""
        self._administrator.terminal = self._sign_in(ADMINISTRATOR, self._at(days_ago, hour))
        yield self._administrator
        self._server.finish_jobs()

    def _at(self, days_ago: int, hour: int) -> datetime:
        return self._midnight - timedelta(days=days_ago) + timedelta(hours=hour)


def _meant(access: permissions.Access) -> Iterator[Person]:
    """Whom an access is for. The administrator is there before any group is."""
    return (each for each in PEOPLE if access.principal in {*each.groups, each.user_name} and each is not ADMINISTRATOR)
