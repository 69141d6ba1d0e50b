"""The schema's steps, on both databases: together they make what the statements expect."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, column, insert, inspect, select, table

from gatepost.core.audit.store import event_resources
from gatepost.store import migration
from gatepost.store.columns import metadata
from gatepost.store.database import Database


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url, pool_size=4)
    yield database
    database.close()


def differences(connection: Connection) -> object:
    """What Alembic would still have to do: tables, columns and their types, keys, indexes."""
    return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def up_to(connection: Connection, revision: str) -> None:
    """Bring an empty schema to an earlier step."""
    steps = Config()
    steps.set_main_option("script_location", str(Path(migration.__file__).parent / "migrations"))
    steps.attributes["connection"] = connection
    command.upgrade(steps, revision)


def put(connection: Connection, name: str, /, **values: object) -> None:
    """Insert a row as an earlier version would have."""
    connection.execute(insert(table(name, *map(column, values))).values(values))


def test_the_steps_make_the_tables_that_the_code_has(empty: Database) -> None:
    migration.upgrade(empty)
    assert empty.with_connection(differences) == []
    assert empty.with_connection(tables) == {*metadata.tables, "alembic_version"}


def test_an_empty_database_says_that_it_is_empty(empty: Database) -> None:
    assert migration.current_revision(empty) is None
    migration.upgrade(empty)
    assert migration.current_revision(empty) == migration.newest_revision()


def test_a_second_upgrade_changes_nothing(empty: Database) -> None:
    migration.upgrade(empty)
    before = empty.with_connection(tables)
    migration.upgrade(empty)
    assert empty.with_connection(tables) == before


def test_of_servers_that_start_at_once_one_makes_the_tables(empty: Database) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: migration.upgrade(empty), range(3)))
    assert empty.with_connection(differences) == []


def test_a_step_that_fails_leaves_nothing_behind(empty: Database) -> None:
    """A table that is in the way makes the last of the first step's tables fail: none of the others stays."""
    empty.with_connection(lambda connection: connection.exec_driver_sql("CREATE TABLE refresh_tokens (x INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        migration.upgrade(empty)
    assert empty.with_connection(tables) == {"refresh_tokens"}


def test_logos_of_saml_applications_are_kept_where_every_applications_are(empty: Database) -> None:
    picture = "data:image/png;base64,AAAA"
    owner = {"instance_id": "i", "created_at": 0, "status": "ACTIVE", "region": "x", "kind": "x"}
    application = {
        **dict.fromkeys(("account_id", "provider_arn", "created_from", "background_sessions"), "x"),
        "instance_id": "i",
        "status": "ENABLED",
        "visibility": "ENABLED",
        "assignment_required": 1,
        "created_at": 7,
    }

    def fill(connection: Connection) -> None:
        up_to(connection, "0018")
        put(
            connection,
            "instances",
            **owner,
            identity_store_id="s",
            owner_account_id="x",
            additional_regions="[]",
            permission_sets_enabled=1,
        )
        for number, logo in (("1", picture), ("2", None)):
            put(connection, "applications", **application, application_id=number, name=number)
            saml = {"instance_id": "i", "entity_id": number, "settings": "{}", "logo": logo}
            put(connection, "saml_applications", **saml, application_id=number)

    empty.with_connection(fill)
    migration.upgrade(empty)
    rows = empty.with_connection(
        lambda connection: connection.exec_driver_sql(
            "SELECT application_id, picture, changed_at FROM application_logos"
        ).all()
    )
    assert [tuple(row) for row in rows] == [("1", picture, 7)]


def test_what_events_touched_is_kept_when_its_table_is_laid_out_anew(empty: Database) -> None:
    columns = "event_id, account_id, time, name, source, read_only, body"
    event = "'e-1', '111122223333', 7, 'CreateUser', 'identitystore.amazonaws.com', 0, '{}'"

    def fill(connection: Connection) -> None:
        up_to(connection, "0003")
        connection.exec_driver_sql(f"INSERT INTO events ({columns}) VALUES ({event})")
        connection.exec_driver_sql(
            "INSERT INTO event_resources (event_id, resource_name, resource_type, time) VALUES ('e-1', 'arn', 'role', 7)"
        )

    empty.with_connection(fill)
    migration.upgrade(empty)
    rows = empty.with_connection(lambda connection: connection.execute(select(event_resources)).all())
    assert [tuple(row)[2:] for row in rows] == [("e-1", "role")]
