"""Emergency access: sign-ins with a password while an external identity provider is the source, and the alarm they raise."""

from collections.abc import Mapping

from gatepost.core.audit.model import EventDraft
from gatepost.core.call import Call
from gatepost.core.directory import store as directory
from gatepost.core.directory.model import User
from gatepost.core.federation import store
from gatepost.core.federation.model import ExternalProvider, IdentitySource
from gatepost.core.instances.model import Instance
from gatepost.core.mailing import enqueue_mail
from gatepost.kit.errors import Denied

ELSEWHERE = "SignInElsewhere"
EVENT_SOURCE = "signin.amazonaws.com"


def admits(call: Call, instance: Instance, user: User) -> bool:
    """Say whether a user may sign in with a password here."""
    return store.sources.find_source(call.tx, instance.instance_id).admits_password_of(user.user_id)


def require(call: Call, instance: Instance, user: User) -> None:
    """Raise Denied where a user may not sign in with a password; where it is an emergency user who does, raise the alarm."""
    source = store.sources.find_source(call.tx, instance.instance_id)
    if not source.admits_password_of(user.user_id):
        name = source.provider.name if source.provider else ""
        raise Denied(f"People sign in through {name} here, and not with a password.", reason=ELSEWHERE)
    if source.provider is not None:
        _alarm(call, instance, source, source.provider, user)


def _alarm(call: Call, instance: Instance, source: IdentitySource, provider: ExternalProvider, user: User) -> None:
    """Tell every emergency user by mail, and leave an event, where a password was used although there is a provider."""
    event = EventDraft("EmergencyAccess", EVENT_SOURCE, type="AwsServiceEvent", account_id=instance.owner_account_id)
    event.user_name = user.user_name
    event.service_details = {"userId": user.user_id, "userName": user.user_name}
    call.more_events.append(event)
    for address, language in sorted(_recipients(call, instance, source).items()):
        context = {
            "user_name": user.user_name,
            "provider_name": provider.name,
            "address": call.client.address,
            "signed_in_at": call.now.isoformat(),
        }
        enqueue_mail(call, to=address, template="emergency_access", context=context, language=language)


def _recipients(call: Call, instance: Instance, source: IdentitySource) -> Mapping[str, str | None]:
    """Return the addresses of the emergency users, each with the language that they prefer."""
    found = [
        directory.find_user(call.tx, instance.identity_store_id, user_id)
        for user_id in source.choice.emergency_user_ids
    ]
    return {user.primary_email: user.language for user in found if user is not None and user.primary_email}
