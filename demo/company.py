"""The company of the demonstration, its organisational units and its accounts."""

from dataclasses import dataclass

NAME = "Saltmarsh Ferries"
DOMAIN = "saltmarsh.example"
MANAGEMENT = "Management"
MANAGEMENT_ID = "210987654321"


@dataclass(frozen=True, slots=True)
class Account:
    """A member account, and the unit that it lies in as the names from the root down."""

    name: str
    unit: tuple[str, ...]

    @property
    def email(self) -> str:
        """The address of the account's root user: each account needs one of its own."""
        return f"aws+{self.name.lower().replace(' ', '-')}@{DOMAIN}"


UNITS = (
    ("Security",),
    ("Infrastructure",),
    ("Workloads",),
    ("Workloads", "Production"),
    ("Workloads", "Staging"),
    ("Sandboxes",),
)
"""Every unit, a parent before its children."""

ACCOUNTS = (
    Account("Log Archive", ("Security",)),
    Account("Security Tooling", ("Security",)),
    Account("Network", ("Infrastructure",)),
    Account("Shared Services", ("Infrastructure",)),
    Account("Booking Production", ("Workloads", "Production")),
    Account("Timetables Production", ("Workloads", "Production")),
    Account("Fleet Telemetry", ("Workloads", "Production")),
    Account("Data Platform", ("Workloads", "Production")),
    Account("Booking Staging", ("Workloads", "Staging")),
    Account("Timetables Staging", ("Workloads", "Staging")),
    Account("Sandbox", ("Sandboxes",)),
)
"""Every account but the management account, which is there from the first start: twelve together."""

EVERYWHERE = (MANAGEMENT, *(account.name for account in ACCOUNTS))
PRODUCTION = tuple(account.name for account in ACCOUNTS if account.unit == ("Workloads", "Production"))
