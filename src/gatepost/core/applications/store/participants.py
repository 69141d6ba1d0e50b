"""The table of the applications that took part in a session, and its statements."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Table, bindparam, select

from gatepost.core.applications.saml_model import Participant, SamlApplication
from gatepost.core.applications.store.saml_applications import SELECT, saml_applications, saml_of
from gatepost.store.columns import Name, Text, metadata
from gatepost.store.database import Transaction, upsert

session_participants = Table(
    "session_participants",
    metadata,
    Column("session_id", Name(36), ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True),
    Column(
        "application_id",
        Name(20),
        ForeignKey("applications.application_id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("session_index", Name(64), nullable=False, unique=True),
    Column("name_id", Text, nullable=False),
    Column("name_id_format", Name(16), nullable=False),
)

_OWN = session_participants.c
_PUT = upsert(session_participants, key=["session_id", "application_id"], update=["name_id", "name_id_format"])
_FIND = select(_OWN.application_id).where(
    _OWN.session_id == bindparam("session"), _OWN.application_id == bindparam("application")
)
_FIND_SESSION = select(_OWN.session_id).where(
    _OWN.session_index == bindparam("session_index"), _OWN.application_id == bindparam("application")
)
_OF_SESSION = (
    SELECT.add_columns(_OWN.session_index, _OWN.name_id, _OWN.name_id_format)
    .join(session_participants, _OWN.application_id == saml_applications.c.application_id)
    .where(_OWN.session_id == bindparam("session"))
    .order_by(_OWN.application_id)
)


def put(tx: Transaction, session_id: str, participant: Participant) -> None:
    """Remember that an application took part, by the name that it was told last."""
    tx.change(
        _PUT,
        {
            "session_id": session_id,
            "application_id": participant.application_id,
            "session_index": participant.session_index,
            "name_id": participant.name_id,
            "name_id_format": participant.name_id_format,
        },
    )


def took_part(tx: Transaction, session_id: str, application_id: str) -> bool:
    """Say whether an application took part in a session."""
    return tx.first(_FIND, {"session": session_id, "application": application_id}) is not None


def find_session(tx: Transaction, application_id: str, session_index: str) -> str | None:
    """Return the id of the session that an application knows by this index."""
    row = tx.first(_FIND_SESSION, {"application": application_id, "session_index": session_index})
    return None if row is None else str(row.session_id)


def of_session(tx: Transaction, session_id: str) -> Sequence[tuple[SamlApplication, Participant]]:
    """Return who took part in a session, with the applications as they are now."""
    return [
        (saml_of(row), Participant(row.application_id, row.session_index, row.name_id, row.name_id_format))
        for row in tx.all(_OF_SESSION, {"session": session_id})
    ]
