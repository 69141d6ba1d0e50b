"""What people may do: the permission sets, and which of them a group or a person has in which accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo.company import EVERYWHERE, MANAGEMENT, PRODUCTION

ADMINISTRATOR_ACCESS = "AdministratorAccess"
"""The first start has made this set already."""


@dataclass(frozen=True, slots=True)
class PermissionSet:
    """A permission set: AWS managed policies by path and name, and an inline policy's statements."""

    name: str
    description: str
    managed: tuple[str, ...] = ()
    statements: Sequence[Mapping[str, Any]] = ()
    session_duration: str = "PT1H"

    @property
    def inline_policy(self) -> Mapping[str, Any] | None:
        return {"Version": "2012-10-17", "Statement": self.statements} if self.statements else None


@dataclass(frozen=True, slots=True)
class Access:
    """A permission set in some accounts, for a group by its name or a person by their user name."""

    principal: str
    permission_set: str
    accounts: tuple[str, ...]


RELEASE = (
    {
        "Sid": "Release",
        "Effect": "Allow",
        "Action": ["codedeploy:*", "codepipeline:*", "ecs:UpdateService", "lambda:Update*", "s3:GetObject*"],
        "Resource": "*",
    },
    {"Sid": "LookAfterwards", "Effect": "Allow", "Action": ["cloudwatch:Get*", "logs:Filter*"], "Resource": "*"},
)
RELEASE_AND_ROLL_BACK = (
    *RELEASE,
    {"Sid": "RollBack", "Effect": "Allow", "Action": "ecs:StopTask", "Resource": "*"},
)
"""The same a fortnight later: the change of a set reaches its roles when it is provisioned."""

PERMISSION_SETS = (
    PermissionSet("PowerUserAccess", "Build and change everything but access itself", ("PowerUserAccess",), (), "PT8H"),
    PermissionSet("ReadOnlyAccess", "Look at everything", ("ReadOnlyAccess",), (), "PT4H"),
    PermissionSet(
        "SecurityAudit",
        "Settings, logs and the event history, to check them",
        ("SecurityAudit", "AWSCloudTrail_ReadOnlyAccess"),
        (),
        "PT8H",
    ),
    PermissionSet("NetworkAdministrator", "Networks and name servers", ("job-function/NetworkAdministrator",)),
    PermissionSet("Billing", "Costs, budgets and invoices", ("job-function/Billing",)),
    PermissionSet("DataScientist", "Queries, notebooks and models", ("job-function/DataScientist",), (), "PT8H"),
    PermissionSet("SupportUser", "Find out what is wrong, change nothing", ("job-function/SupportUser",)),
    PermissionSet("ReleaseEngineer", "Bring a release to production, and see how it does", (), RELEASE),
    PermissionSet(
        "DirectoryDesk",
        "Add people and put them into groups",
        ("AWSSSODirectoryReadOnly",),
        (
            {
                "Sid": "AddAndMove",
                "Effect": "Allow",
                "Action": [
                    "identitystore:CreateUser",
                    "identitystore:UpdateUser",
                    "identitystore:CreateGroupMembership",
                    "identitystore:DeleteGroupMembership",
                ],
                "Resource": "*",
            },
            {"Sid": "DeleteNobody", "Effect": "Deny", "Action": "identitystore:DeleteUser", "Resource": "*"},
        ),
    ),
)
"""Every permission set but AdministratorAccess: ten together."""

ACCESS = (
    Access("Cloud Platform", ADMINISTRATOR_ACCESS, ("Network", "Shared Services", "Sandbox")),
    Access("Cloud Platform", "NetworkAdministrator", ("Network",)),
    Access("Cloud Platform", "ReadOnlyAccess", PRODUCTION),
    Access("Security", "SecurityAudit", EVERYWHERE),
    Access("Security", ADMINISTRATOR_ACCESS, ("Log Archive", "Security Tooling")),
    Access("Booking Engineers", "PowerUserAccess", ("Booking Staging", "Sandbox")),
    Access("Booking Engineers", "ReadOnlyAccess", ("Booking Production",)),
    Access("Booking Engineers", "ReleaseEngineer", ("Booking Production",)),
    Access("Timetable Engineers", "PowerUserAccess", ("Timetables Staging", "Sandbox")),
    Access("Timetable Engineers", "ReadOnlyAccess", ("Timetables Production",)),
    Access("Timetable Engineers", "ReleaseEngineer", ("Timetables Production",)),
    Access("Fleet Engineers", "ReadOnlyAccess", ("Fleet Telemetry",)),
    Access("Fleet Engineers", "ReleaseEngineer", ("Fleet Telemetry",)),
    Access("Fleet Engineers", "PowerUserAccess", ("Sandbox",)),
    Access("Data Analysts", "DataScientist", ("Data Platform",)),
    Access("Data Analysts", "ReadOnlyAccess", ("Fleet Telemetry",)),
    Access("Finance", "Billing", (MANAGEMENT,)),
    Access("Service Desk", "SupportUser", PRODUCTION),
    Access("Service Desk", "DirectoryDesk", (MANAGEMENT,)),
    Access("priya.raghunathan", ADMINISTRATOR_ACCESS, ("Booking Staging",)),
    Access("eleni.stavrou", ADMINISTRATOR_ACCESS, ("Timetables Staging",)),
    Access("aroha.ngata", ADMINISTRATOR_ACCESS, ("Fleet Telemetry",)),
    Access("wanjiku.mutua", "PowerUserAccess", ("Data Platform",)),
    Access("margaret.ashworth", "ReadOnlyAccess", (MANAGEMENT,)),
    Access("joaquin.ticona", "ReadOnlyAccess", ("Log Archive",)),
)
"""AdministratorAccess in the management account is the administrator's from the first start."""
