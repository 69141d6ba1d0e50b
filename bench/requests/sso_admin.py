"""sso-admin CreateAccountAssignment: signed, authorised, audited, and a job for each."""

from itertools import islice, product

from bench.load import Script, each
from bench.plan import Plan
from bench.requests.signed import Signer
from bench.world import World


def create_account_assignment(world: World, plan: Plan) -> list[Script]:
    """Assign every user to every account, one at a time."""
    signer = Signer(world, "sso", "SWBExternalService")
    requests = iter(
        [
            signer.request(
                "CreateAccountAssignment",
                {
                    "InstanceArn": world.instance_arn,
                    "TargetId": account_id,
                    "TargetType": "AWS_ACCOUNT",
                    "PermissionSetArn": world.permission_set_arn,
                    "PrincipalType": "USER",
                    "PrincipalId": user_id,
                },
            )
            for user_id, account_id in islice(product(world.user_ids, world.account_ids), plan.requests)
        ]
    )
    return [each(requests) for _ in range(plan.connections)]
