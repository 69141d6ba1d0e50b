"""Asks for the identity provider's metadata again, and takes over what is new."""

from gatepost.core import actors
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, Runtime, identify, perform
from gatepost.core.federation import metadata_refresh
from gatepost.core.federation.metadata_refresh import Read
from gatepost.core.instances import store as instances_store
from gatepost.core.instances.model import Instance
from gatepost.kit import ids
from gatepost.kit.errors import Problem

_SERVICE = "sso.amazonaws.com"


def refresh(runtime: Runtime, read: Read) -> None:
    """Do it once. What goes wrong is logged, and changes nothing: the provider is the same as yesterday."""
    client = Client(_SERVICE, _SERVICE, ids.new_uuid(runtime.entropy), runtime.settings.region)
    instance, url = identify(runtime, client, _find, actors.NOBODY)
    if instance is None or url is None:
        return
    home = instance
    try:
        facts = read(url)
        if identify(runtime, client, lambda call: metadata_refresh.is_news(call, home, facts), actors.NOBODY):
            ask = _ask(client, instance)
            perform(runtime, ask, lambda call: metadata_refresh.take_over(call, home, facts))
    except Problem as problem:
        runtime.log.warning("provider_metadata_not_refreshed", url=url, error=problem.message)


def _find(call: Call) -> tuple[Instance | None, str | None]:
    instance = instances_store.find_primary(call.tx)
    return instance, None if instance is None else metadata_refresh.address(call, instance)


def _ask(client: Client, instance: Instance) -> Ask:
    return Ask(
        actors.service(_SERVICE),
        "gatepost:RefreshIdentitySource",
        "gatepost.internal",
        client,
        writes=True,
        needs_permission=False,
        recipient_account_id=instance.owner_account_id,
    )
