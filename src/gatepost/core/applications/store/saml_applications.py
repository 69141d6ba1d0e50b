"""The table of what SAML applications have beyond other applications, and its statements."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Row,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from gatepost.core.applications.model import Tile
from gatepost.core.applications.saml_model import (
    AssertionConsumerService,
    AttributeMapping,
    SamlApplication,
    SamlSettings,
)
from gatepost.core.applications.store.applications import application_of, applications
from gatepost.core.applications.store.assignments import application_assignments
from gatepost.core.applications.store.logos import application_logos
from gatepost.core.directory.store import groups, memberships, users
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Json, Name, metadata
from gatepost.store.database import Transaction

saml_applications = Table(
    "saml_applications",
    metadata,
    Column("application_id", Name(20), ForeignKey("applications.application_id", ondelete="CASCADE"), primary_key=True),
    Column("instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), nullable=False),
    Column("entity_id", Name(1024), nullable=False),
    Column("settings", Json, nullable=False),
    UniqueConstraint("instance_id", "entity_id"),
)

_SAML = saml_applications
_INSERT = insert(_SAML)
_UPDATE = (
    update(_SAML)
    .where(_SAML.c.application_id == bindparam("id"))
    .values(entity_id=bindparam("new_entity_id"), settings=bindparam("new_settings"))
)
_OF_LOGO = application_logos.c.application_id == applications.c.application_id
_BOTH = applications.join(_SAML, _SAML.c.application_id == applications.c.application_id)
SELECT = select(applications, _SAML.c.settings, application_logos.c.picture).select_from(
    _BOTH.outerjoin(application_logos, _OF_LOGO)
)
"""Every column of SAML applications, for other tables to join."""

_IN_INSTANCE = _SAML.c.instance_id == bindparam("instance")
_FIND = SELECT.where(_IN_INSTANCE, _SAML.c.application_id == bindparam("id"))
_FIND_BY_ENTITY_ID = SELECT.where(_IN_INSTANCE, _SAML.c.entity_id == bindparam("entity_id"))
_PAGE = (
    SELECT.where(_IN_INSTANCE, _SAML.c.application_id > bindparam("after"))
    .order_by(_SAML.c.application_id)
    .limit(bindparam("size"))
)

_OWN_GROUPS = select(memberships.c.group_id).where(memberships.c.user_id == bindparam("user"))
_IS_ASSIGNED = (
    select(application_assignments.c.application_id)
    .where(
        application_assignments.c.application_id == applications.c.application_id,
        or_(
            application_assignments.c.user_id == bindparam("user"),
            application_assignments.c.group_id.in_(_OWN_GROUPS),
        ),
    )
    .exists()
)
_IS_ENABLED_USER = (
    select(users.c.user_id).where(users.c.user_id == bindparam("user"), users.c.status == "ENABLED").exists()
)
_MAY_ENTER: ColumnElement[bool] = and_(
    applications.c.status == "ENABLED",
    _IS_ENABLED_USER,
    or_(applications.c.assignment_required == bindparam("open_to_all"), _IS_ASSIGNED),
)
_ENTRY = select(applications.c.application_id).where(applications.c.application_id == bindparam("id"), _MAY_ENTER)
_TILES = (
    select(applications, application_logos.c.changed_at.label("logo_changed_at"))
    .select_from(
        applications.outerjoin(_SAML, _SAML.c.application_id == applications.c.application_id).outerjoin(
            application_logos, _OF_LOGO
        )
    )
    .where(
        applications.c.instance_id == bindparam("instance"),
        applications.c.visibility == "ENABLED",
        or_(_SAML.c.application_id.is_not(None), applications.c.application_url.is_not(None)),
        _MAY_ENTER,
    )
    .order_by(applications.c.name)
    .limit(bindparam("size"))
)
_GROUP_NAMES = (
    select(groups.c.display_name)
    .join(memberships, memberships.c.group_id == groups.c.group_id)
    .where(memberships.c.user_id == bindparam("user"))
    .order_by(groups.c.display_name)
)


def insert_saml_application(tx: Transaction, saml: SamlApplication) -> None:
    """Add what makes an application a SAML one; raise Duplicate where the instance has one of that entity id."""
    tx.change(_INSERT, {"application_id": saml.application.application_id, **_row(saml)})


def update_saml_application(tx: Transaction, saml: SamlApplication) -> None:
    """Replace the settings; raise Duplicate as `insert_saml_application` does."""
    changed = {f"new_{name}": value for name, value in _row(saml).items() if name != "instance_id"}
    tx.change(_UPDATE, {"id": saml.application.application_id, **changed})


def find_saml_application(tx: Transaction, instance_id: str, application_id: str) -> SamlApplication | None:
    """Return an instance's SAML application with this id."""
    row = tx.first(_FIND, {"instance": instance_id, "id": application_id})
    return None if row is None else saml_of(row)


def find_by_entity_id(tx: Transaction, instance_id: str, entity_id: str) -> SamlApplication | None:
    """Return the SAML application that calls itself so."""
    row = tx.first(_FIND_BY_ENTITY_ID, {"instance": instance_id, "entity_id": entity_id})
    return None if row is None else saml_of(row)


def list_saml_applications(tx: Transaction, instance_id: str, request: PageRequest) -> Page[SamlApplication]:
    """Return a page of an instance's SAML applications."""
    after = request.after[0] if request.after else ""
    rows = tx.all(_PAGE, {"instance": instance_id, "after": after, "size": request.size + 1})
    return page_of([saml_of(row) for row in rows], request, lambda each: (each.application.application_id,))


def may_enter(tx: Transaction, application_id: str, user_id: str) -> bool:
    """Say whether an enabled user is assigned to an enabled application, or it is open to all."""
    return tx.first(_ENTRY, {"id": application_id, "user": user_id, "open_to_all": False}) is not None


def list_tiles(tx: Transaction, instance_id: str, user_id: str, size: int) -> Sequence[Tile]:
    """Return the applications that a user may enter and the portal shows, by name."""
    rows = tx.all(_TILES, {"instance": instance_id, "user": user_id, "open_to_all": False, "size": size})
    return [Tile(application_of(row), row.logo_changed_at) for row in rows]


def group_names_of(tx: Transaction, user_id: str) -> Sequence[str]:
    """Return the names of a user's groups, sorted."""
    return [row.display_name for row in tx.all(_GROUP_NAMES, {"user": user_id})]


def _row(saml: SamlApplication) -> dict[str, Any]:
    return {
        "instance_id": saml.application.instance_id,
        "entity_id": saml.settings.entity_id,
        "settings": asdict(saml.settings),
    }


def saml_of(row: Row[Any]) -> SamlApplication:
    """Return the SAML application of a row of `SELECT`."""
    return SamlApplication(application_of(row), settings_of(row.settings), row.picture)


def settings_of(document: dict[str, Any]) -> SamlSettings:
    """Return settings as they were stored; what is missing, of an earlier version, has its default."""
    places = tuple(AssertionConsumerService(**each) for each in document["assertion_consumer_services"])
    attributes = tuple(AttributeMapping(**each) for each in document.get("attributes", ()))
    certificates = tuple(document.get("certificates", ()))
    given = {
        **document,
        "assertion_consumer_services": places,
        "attributes": attributes,
        "certificates": certificates,
    }
    return SamlSettings(**given)
