"""Use cases of single logout: plan whom to tell that sessions have ended, and go from one to the next as they answer.

The sessions themselves have ended before anybody is told: a party that never answers costs its person nothing but the way on.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

import orjson

from gatepost.core.applications import participants
from gatepost.core.applications.saml_model import Participant, SamlApplication
from gatepost.core.call import Call
from gatepost.core.federation import store
from gatepost.core.federation.logout_model import LOGOUT_LIFETIME, Asker, Logout, ProviderSession, Stop
from gatepost.core.federation.model import ExternalProvider
from gatepost.core.instances.model import Instance
from gatepost.kit import ids
from gatepost.kit.errors import Refused

UNKNOWN: Final = "UnknownLogout"
_REMEMBERED: Final = 3 * LOGOUT_LIFETIME
"""Longer than a request is taken for, and than it may take from there to the browser's own cookies."""


def plan(call: Call, instance: Instance, session_ids: Sequence[str], asker: Asker | None = None) -> Logout:
    """Return whom to tell that these sessions end, and remember it where there is anybody: every application that was entered,
    except the one that asks, and then the provider. What has no address for logouts makes it a partial one.
    """
    entered = [each for session_id in session_ids for each in participants.of_session(call, session_id)]
    asking = asker and asker.application_id
    told = [each for each in entered if each[0].application.application_id != asking]
    known = [stop_of(saml, participant) for saml, participant in told]
    # Those of the back channel are told by jobs, and not by the browser.
    stops = [stop for stop in known if stop is not None and stop.binding != "SOAP"]
    provider = store.sources.find_source(call.tx, instance.instance_id).provider
    is_missing = None in known
    if provider is not None and not (asker is not None and asker.application_id is None):
        stops += _provider(provider, _known_to_provider(call, session_ids))
    logout = Logout(
        ids.new_saml_id(call.entropy), tuple(stops), call.now + LOGOUT_LIFETIME, asker, is_partial=is_missing
    )
    if stops:
        store.logouts.insert_logout(call.tx, logout)
    return logout


def is_new(call: Call, asker: Asker) -> bool:
    """Say, once for each request, that it is one: whoever kept the address of a logout cannot sign somebody out again by it."""
    digest = sha256(orjson.dumps(["logout", asker.application_id, asker.request_id])).hexdigest()
    return store.sign_ins.insert_used(call.tx, digest, call.now + _REMEMBERED)


def get(call: Call, logout_id: str) -> Logout:
    """Return a logout that is under way; Refused where there is none."""
    found = store.logouts.find(call.tx, logout_id, call.now)
    if found is None:
        raise _unknown()
    return found


def get_by_message(call: Call, message_id: str) -> Logout:
    """Return the logout in which this message was the last that was sent; Refused where there is none."""
    found = get(call, message_id.partition(".")[0])
    if found.stop is None or found.message_id != message_id:
        raise _unknown()
    return found


def go_on(call: Call, before: Logout, *, succeeded: bool) -> Logout:
    """Take the answer of the party that was being told; Refused where it was taken before."""
    after = before.after_answer(succeeded=succeeded)
    if not store.logouts.move(call.tx, before, after):
        raise _unknown()
    return after


def keep_provider_session(call: Call, session_id: str, subject: ProviderSession) -> None:
    """Keep with a session whom the provider means by it."""
    store.provider_sessions.insert_provider_session(call.tx, session_id, subject)


def sessions_of(call: Call, provider: ExternalProvider, name_id: str, indexes: Sequence[str]) -> list[str]:
    """Return the ids of the sessions that a provider means: all of a name's, or those with one of the indexes."""
    known = store.provider_sessions.of_subject(call.tx, provider.entity_id, name_id)
    return [session_id for session_id, subject in known if not indexes or subject.session_index in indexes]


def stop_of(saml: SamlApplication, participant: Participant) -> Stop | None:
    """Return where an application is told of a logout; None where it has no address for that."""
    if saml.settings.logout_url is None:
        return None
    return Stop(
        url=saml.settings.logout_url,
        binding=saml.settings.logout_binding,
        party=saml.application.name,
        name_id=participant.name_id,
        name_id_format=participant.name_id_format,
        session_index=participant.session_index,
        application_id=participant.application_id,
    )


def _known_to_provider(call: Call, session_ids: Sequence[str]) -> list[ProviderSession]:
    found = [store.provider_sessions.find(call.tx, session_id) for session_id in session_ids]
    return [each for each in found if each is not None]


def _provider(provider: ExternalProvider, subjects: Sequence[ProviderSession]) -> Iterable[Stop]:
    """Tell the provider only of sessions that it opened itself: another one means nothing by the same name."""
    for subject in subjects:
        if subject.entity_id == provider.entity_id and provider.logout_url is not None:
            yield Stop(
                url=provider.logout_url,
                binding=provider.logout_binding,
                party=provider.name,
                name_id=subject.name_id,
                name_id_format=subject.name_id_format,
                session_index=subject.session_index,
                name_qualifier=subject.name_qualifier,
                sp_name_qualifier=subject.sp_name_qualifier,
            )


def _unknown() -> Refused:
    return Refused("This logout is not under way, or took too long.", reason=UNKNOWN)
