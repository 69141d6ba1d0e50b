"""Use cases of the identity source: see it, preview a change, change it, and set it back.

A change touches no user, group or assignment: people are matched by user name, so whoever is known by the same name on either
side keeps what they have.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from gatepost.core.call import Call
from gatepost.core.directory import store as directory
from gatepost.core.federation import provider_certificates, store
from gatepost.core.federation.model import Choice, ExternalProvider, IdentitySource, Preview, SourceKind
from gatepost.core.instances.model import Instance
from gatepost.kit import places
from gatepost.kit.errors import Conflict, Invalid, NotFound

MOST_CERTIFICATES = 10
_EXPIRES_SOON = timedelta(days=30)


def get(call: Call, instance: Instance) -> IdentitySource:
    """Return the identity source of an instance."""
    return store.sources.find_source(call.tx, instance.instance_id)


def preview(call: Call, instance: Instance, choice: Choice, name_ids: Sequence[str] = ()) -> Preview:
    """Say what a change would keep and lose; `name_ids` are names as the provider knows some people, to be looked for."""
    _check(call, instance, choice)
    found = [name for name in name_ids if _is_known(call, instance, name)]
    return Preview(
        users=directory.count_users(call.tx, instance.identity_store_id),
        groups=directory.count_groups(call.tx, instance.identity_store_id),
        account_assignments=store.sources.count_assignments(call.tx),
        application_assignments=store.sources.count_application_assignments(call.tx, instance.instance_id),
        matched=tuple(found),
        unmatched=tuple(name for name in name_ids if name not in found),
        warnings=tuple(_warnings(call, choice)),
    )


def change(call: Call, instance: Instance, choice: Choice) -> IdentitySource:
    """Set the identity source; what it was before is kept, to be set back."""
    _check(call, instance, choice)
    before = store.sources.lock_source(call.tx, instance.instance_id)
    return _put(call, before, choice)


def undo(call: Call, instance: Instance) -> IdentitySource:
    """Set the identity source back to what it was before the last change; doing so twice changes nothing."""
    before = store.sources.lock_source(call.tx, instance.instance_id)
    if before.previous is None:
        raise Conflict("The identity source was never changed, so there is nothing to set back.")
    _check(call, instance, before.previous)
    return _put(call, before, before.previous)


def _put(call: Call, before: IdentitySource, choice: Choice) -> IdentitySource:
    after = replace(before, choice=choice, previous=before.choice, changed_at=call.now)
    store.sources.put_source(call.tx, after)
    provider_certificates.plan_warnings(call, after)
    call.event.service_details |= {"identitySource": choice.kind.value, "before": before.choice.kind.value}
    return after


def _check(call: Call, instance: Instance, choice: Choice) -> None:
    if choice.kind is SourceKind.IDENTITY_CENTER:
        return
    if choice.provider is None:
        raise Invalid("An external identity source needs its identity provider.")
    _check_provider(call, choice.provider)
    if not choice.emergency_user_ids:
        raise Invalid(
            "Name at least one user who can still sign in with a password when the identity provider is away."
        )
    for user_id in choice.emergency_user_ids:
        user = directory.find_user(call.tx, instance.identity_store_id, user_id)
        if user is None or not user.is_enabled:
            raise NotFound(f"The emergency user {user_id} is not there, or is disabled.")


def _check_provider(call: Call, provider: ExternalProvider) -> None:
    if not 1 <= len(provider.certificates) <= MOST_CERTIFICATES:
        raise Invalid(f"An identity provider has 1 to {MOST_CERTIFICATES} certificates.")
    if not provider_certificates.believed(provider, call.now):
        raise Invalid("Every certificate of the identity provider has expired: nobody could sign in.")
    places.require(provider.sign_on_url, "The sign-on URL")
    if provider.logout_url is not None:
        places.require(provider.logout_url, "The logout URL")


def _warnings(call: Call, choice: Choice) -> list[str]:
    if choice.provider is None or choice.kind is SourceKind.IDENTITY_CENTER:
        return ["People sign in with their passwords again; who never had one needs an invitation."]
    found = [
        "Passwords and devices of others than the emergency users are not asked for any more; they are kept.",
        "People are matched by user name: who is not in the directory by the name that the provider sends cannot sign in.",
    ]
    for certificate in choice.provider.certificates:
        ends_at = provider_certificates.ends_at(certificate)
        if ends_at <= call.now:
            found.append(f"A certificate of the identity provider expired on {ends_at:%d %B %Y}: it is not believed.")
        elif ends_at <= call.now + _EXPIRES_SOON:
            found.append(f"A certificate of the identity provider expires on {ends_at:%d %B %Y}.")
    return found


def _is_known(call: Call, instance: Instance, name_id: str) -> bool:
    return directory.find_user_by_name(call.tx, instance.identity_store_id, name_id) is not None
