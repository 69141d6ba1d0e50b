"""What a demonstration says when it starts: whom to sign in as, and what there is to see."""

from demo import installation
from demo.people import ADMINISTRATOR, named
from gatepost import server
from gatepost.core.instances.model import Instance
from gatepost.kit.secret import Secret
from gatepost.settings import Settings

PARTS = {
    ADMINISTRATOR.user_name: "administers everything, by the AWS APIs too",
    "priya.raghunathan": "leads the booking engineers: roles in three accounts, one of them hers alone",
    "farah.rahimi": "heads security: an auditor's role in all twelve accounts, and the event history",
    "josephine.tremblay": "the service desk: may add people, may delete nobody",
    "margaret.ashworth": "finance: one account, and three wrong passwords by a stranger last week",
}
"""Some of the people to sign in as, and why."""

INVITED = named("duc.pham")
EXPIRED = named("ruben.olmedo")
GONE = named("bastian.kremer")


def guide(settings: Settings, instance: Instance, password: Secret) -> str:
    """Return what to print."""
    people = "\n".join(f"  {name:20} {part}" for name, part in PARTS.items())
    return f"""
DEMONSTRATION: {settings.organisation_name} and everybody in it are made up. Do not keep anything real here.

Open {instance.start_url(settings)} and sign in as one of

{people}

Everybody's password:  {password.reveal()}
(drawn for this demonstration, kept in {settings.data_dir / installation.PASSWORD_FILE})

An invitation that is still open, of {INVITED.display_name}:
  {installation.invitation_link(settings, INVITED.email)}
One that has expired, of {EXPIRED.display_name}:
  {installation.invitation_link(settings, EXPIRED.email)}
{GONE.display_name} ({GONE.user_name}) has left and is disabled.

The management console is behind *Management console* at AdministratorAccess in Management, as {ADMINISTRATOR.user_name}.
At another role it shows what that role may see and do: {settings.public_url}/console

The report of a file of people, of which two lines did not work, for a week:
  {settings.public_url}{installation.report(settings.data_dir)}

For the AWS CLI (~/.aws/config), then: aws sso login --profile admin

{server.cli_profile(settings, instance)}
What the administrator can ask then:

  aws organizations list-accounts --profile admin
  aws identitystore list-users --identity-store-id {instance.identity_store_id} --profile admin
  aws sso-admin list-permission-sets --instance-arn {instance.arn} --profile admin
  aws cloudtrail lookup-events --max-results 10 --profile admin

docs/getting-started.md says what older and newer versions of the AWS CLI need.
Stop with Ctrl-C; `make demo` finds it all again, `make demo ARGS=--reset` makes it anew.
"""
