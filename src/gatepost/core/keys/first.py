"""The first key of an instance for a use, made when it is needed for the first time.

Outside any transaction, because making it takes about a tenth of a second; of two servers that make one at once, both go on
with the same.
"""

from gatepost.core import actors
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, identify, perform
from gatepost.core.keys import certificates, signing_keys
from gatepost.core.keys.model import KeyUse, SigningKey
from gatepost.store.database import Duplicate


def current(runtime: Runtime, client: Client, instance_id: str, account_id: str, use: KeyUse) -> SigningKey:
    """Return the key that signs, made now where the instance has none; `account_id` owns the instance and its events."""

    def find(call: Call) -> SigningKey | None:
        return signing_keys.find_current(call, instance_id, use)

    found = identify(runtime, client, find, actors.NOBODY)
    return found or _make(runtime, client, instance_id, account_id, use)


def _make(runtime: Runtime, client: Client, instance_id: str, account_id: str, use: KeyUse) -> SigningKey:
    pair = certificates.make(f"Gatepost {instance_id} {use.value}", runtime.clock.now(), runtime.entropy)
    ask = Ask(
        actor=actors.GATEPOST,
        action="gatepost:IssueSigningKey",
        event_source="gatepost.internal",
        client=client,
        writes=True,
        recipient_account_id=account_id,
    )

    def issue(call: Call) -> SigningKey:
        return signing_keys.issue_first(call, instance_id, use, pair)

    try:
        return perform(runtime, ask, issue)
    except Duplicate:
        return current(runtime, client, instance_id, account_id, use)  # another server was faster
