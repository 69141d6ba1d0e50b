"""The `gatepost` command."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from gatepost import __version__, bootstrap, checks, scim_tokens, server
from gatepost import app as composition
from gatepost.core.call import Runtime
from gatepost.core.signin import invitations, passwords
from gatepost.kit.errors import NotFound, Problem
from gatepost.kit.secret import Secret
from gatepost.settings import Settings
from gatepost.store import migration

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
users = typer.Typer(no_args_is_help=True, help="People: send somebody's invitation again.")
app.add_typer(users, name="users")
network = typer.Typer(no_args_is_help=True, help="Which networks may reach the instance.")
app.add_typer(network, name="network")
app.add_typer(scim_tokens.commands, name="scim")


def main() -> None:
    """Run the command line; a problem becomes one sentence and exit code 1."""
    try:
        app()
    except ValidationError as error:
        for sentence in checks.setting_problems(error):
            typer.echo(f"gatepost: {sentence}", err=True)
        sys.exit(1)
    except (Problem, ValueError, OSError) as error:
        typer.echo(f"gatepost: {error}", err=True)
        sys.exit(1)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gatepost {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Single sign-on that speaks the APIs of AWS IAM Identity Center."""


@app.command()
def serve() -> None:
    """Bring the database up to date, make the organisation if there is none, and serve."""
    settings = Settings()
    with server.alone(settings):
        typer.echo(_prepare(settings))
        server.run(settings)


@app.command()
def migrate() -> None:
    """Bring the database's schema to the newest step."""
    runtime = composition.make_runtime(Settings())
    before, newest = migration.current_revision(runtime.database), migration.newest_revision()
    migration.upgrade(runtime.database)
    typer.echo(f"database schema: {newest}, {'as before' if before == newest else 'brought up to date'}")


@app.command()
def check() -> None:
    """Look at settings, database, keys and mail; say what is wrong and how to mend it."""
    findings = checks.all_checks(Settings())
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name}: {finding.sentence}")
        if finding.remedy:
            typer.echo(f"      {finding.remedy}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@app.command(name="bootstrap")
def bootstrap_command(
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    account_id: Annotated[str | None, typer.Option(help="Management account's id: twelve digits.")] = None,
    region: Annotated[str | None, typer.Option(help="Primary Region; the setting's by default.")] = None,
    admin_user: Annotated[str, typer.Option(help="The administrator's user name.")] = "admin",
    admin_email: Annotated[str, typer.Option(help="The administrator's e-mail address.")] = "admin@example.com",
    admin_password_file: Annotated[Path | None, typer.Option(help="File that holds the password.")] = None,
    access_key: Annotated[
        bool, typer.Option("--access-key", help="Make an IAM user bootstrap-admin with a key.")
    ] = False,
) -> None:
    """Make everything without a person, on an empty database."""
    settings = Settings()
    runtime = composition.make_runtime(settings)
    migration.upgrade(runtime.database)
    if bootstrap.find_instance(runtime) is not None:
        raise ValueError("this database has an organisation already; bootstrap is for an empty one")
    password_hash = _read_password(admin_password_file, admin_user, admin_email) if admin_password_file else None
    wishes = bootstrap.Wishes(account_id, region, admin_user, admin_email, password_hash, access_key)
    made = bootstrap.make(runtime, wishes)
    _settle(runtime)
    runtime.events.stop()
    _print(server.summary(settings, made), as_json=json_output)


@users.command()
def invite(name: Annotated[str, typer.Argument(help="User name or e-mail address.")]) -> None:
    """Send a person's invitation again; an earlier one stops working."""
    settings = Settings()
    checks.require_current(settings)
    runtime = composition.make_runtime(settings)
    try:
        user, token = bootstrap.invite(runtime, name)
    except NotFound:
        raise ValueError(f"nobody has the user name or e-mail address {name}") from None
    runtime.events.stop()
    typer.echo(f"{user.user_name} can set a password for seven days at")
    typer.echo(f"  {invitations.url(settings, token)}")
    if user.primary_email:
        typer.echo(f"The mail to {user.primary_email} is sent as soon as the server runs.")


@network.command()
def show() -> None:
    """Print the network configurations of the organisation's instance and its identity store as one JSON object."""
    runtime = composition.make_runtime(Settings())
    instance = bootstrap.find_instance(runtime)
    if instance is None:
        raise ValueError("this database has no instance yet: run gatepost bootstrap")
    runtime.events.stop()
    configurations = {"instance": instance.network, "identity_store": instance.identity_store_network}
    typer.echo(json.dumps({name: each and asdict(each) for name, each in configurations.items()}))


@network.command()
def lift() -> None:
    """Let every network in again: for an administrator whom a network configuration has locked out."""
    runtime = composition.make_runtime(Settings())
    instance = bootstrap.lift_network_configurations(runtime)
    runtime.events.stop()
    typer.echo(f"every network may reach {instance.arn} and its identity store again")


def _prepare(settings: Settings) -> str:
    """Make what is not there yet: schema, organisation, administrator; return what a person needs to begin."""
    runtime = composition.make_runtime(settings)
    migration.upgrade(runtime.database)
    instance, invitation = bootstrap.find_or_make(runtime)
    link = None
    if invitation is not None:
        _settle(runtime)
        link = invitations.url(settings, invitation)
    runtime.events.stop()
    runtime.database.close()
    return server.welcome(settings, instance, link)


def _settle(runtime: Runtime) -> None:
    """Run what the bootstrap asked for, so that the administrator's role is there when this command ends."""
    composition.make_runner(runtime).drain()


def _read_password(file: Path, user_name: str, email: str) -> Secret:
    password = Secret(file.read_text("utf-8").rstrip("\r\n"))
    passwords.require_acceptable(password, user_name=user_name, email=email)
    return passwords.hash_password(password)


def _print(values: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(values))
        return
    for name, value in values.items():
        typer.echo(f"{name:20} {value}")
