"""Who is written down as having made or changed something."""

from gatepost.core.call import Call


def author(call: Call) -> str:
    """Return the actor's ARN, or the name of the service that acts by itself (identitystore `CreatedBy`)."""
    return call.actor.arn or call.actor.principal_id
