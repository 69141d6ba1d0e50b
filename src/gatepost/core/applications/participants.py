"""Who takes part in a session: the applications that its person has entered, and by which names these know it (saml-core 3.7)."""

from collections.abc import Sequence
from hashlib import sha256

from gatepost.core.applications import store
from gatepost.core.applications.saml_assertions import Statements
from gatepost.core.applications.saml_model import Participant, SamlApplication
from gatepost.core.call import Call


def session_index(session_id: str, application_id: str) -> str:
    """Return the name that one application knows a session by: no two can tell that they serve the same one."""
    return "_" + sha256(f"{session_id}/{application_id}".encode()).hexdigest()[:32]


def is_to_be_noted(call: Call, session_id: str, saml: SamlApplication) -> bool:
    """Say whether an entry must be written down: the first one, and where the application is told of logouts, each."""
    known = store.participants.took_part(call.tx, session_id, saml.application.application_id)
    return not known or saml.settings.logout_url is not None


def note(call: Call, session_id: str, saml: SamlApplication, statements: Statements) -> None:
    """Write down that an application was entered, and what it was told of whom."""
    application_id = saml.application.application_id
    index = session_index(session_id, application_id)
    participant = Participant(application_id, index, statements.name_id, statements.name_id_format)
    store.participants.put(call.tx, session_id, participant)


def of_session(call: Call, session_id: str) -> Sequence[tuple[SamlApplication, Participant]]:
    """Return who takes part in a session, with the applications as they are now."""
    return store.participants.of_session(call.tx, session_id)


def find_session(call: Call, application_id: str, index: str) -> str | None:
    """Return the id of the session that an application knows by this index."""
    return store.participants.find_session(call.tx, application_id, index)
