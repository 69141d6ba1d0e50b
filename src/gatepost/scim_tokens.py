"""The commands `gatepost scim token …`: access tokens of identity providers, for whoever is on the machine."""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from gatepost import app as composition
from gatepost import checks
from gatepost.core.actors import GATEPOST
from gatepost.core.ask import Ask, Client
from gatepost.core.call import Call, perform
from gatepost.core.instances import instances
from gatepost.core.provisioning import tokens
from gatepost.core.provisioning.model import BearerToken, Tenant
from gatepost.core.provisioning.tenants import EVENT_SOURCE
from gatepost.kit import ids
from gatepost.kit.secret import Secret
from gatepost.settings import Settings

T = TypeVar("T")

commands = typer.Typer(no_args_is_help=True, help="SCIM: identity providers that provision users and groups.")
token_commands = typer.Typer(no_args_is_help=True, help="Access tokens of identity providers.")
commands.add_typer(token_commands, name="token")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
InstanceName = Annotated[
    str | None,
    typer.Option(
        "--instance", help="An instance's ARN, its id or its identity store's; the organisation's unless given."
    ),
]
TokenId = Annotated[str, typer.Argument(help="The token's id, as create and list print it.")]


class ProfileName(StrEnum):
    """What a token's bearer meets."""

    rfc = "rfc"
    aws = "aws"


@token_commands.command()
def create(
    json_output: AsJson = False,
    profile: Annotated[
        ProfileName, typer.Option(help="rfc: all of SCIM; aws: what Identity Center's own endpoint does, and no more.")
    ] = ProfileName.rfc,
    instance: InstanceName = None,
) -> None:
    """Make a token, valid for a year, and print it: it is shown this once."""
    made = _perform(
        "CreateBearerToken", True, lambda call: tokens.create(call, _store_id(call, instance), profile.value)
    )
    _print_made(made, json_output)


@token_commands.command(name="list")
def list_command(json_output: AsJson = False, instance: InstanceName = None) -> None:
    """Print the tokens that are valid, without their texts."""
    tenant, found = _perform("ListBearerTokens", False, lambda call: tokens.list_all(call, _store_id(call, instance)))
    listed = [] if tenant is None else [_described(tenant, each) for each in found]
    if json_output:
        typer.echo(json.dumps({"tokens": listed}))
    elif not listed:
        typer.echo("there is no access token: gatepost scim token create makes one")
    for each in listed if not json_output else ():
        typer.echo(f"{each['id']}  {each['profile']}  until {each['expires_at']}  {each['url']}")


@token_commands.command()
def rotate(token_id: TokenId, json_output: AsJson = False, instance: InstanceName = None) -> None:
    """Replace a token by a new one, which is printed; the old one is good for nothing from then on."""
    made = _perform("CreateBearerToken", True, lambda call: tokens.rotate(call, _store_id(call, instance), token_id))
    _print_made(made, json_output)


@token_commands.command()
def delete(token_id: TokenId, json_output: AsJson = False, instance: InstanceName = None) -> None:
    """End a token at once."""
    _perform("DeleteBearerToken", True, lambda call: tokens.delete(call, _store_id(call, instance), token_id))
    typer.echo(json.dumps({"id": token_id}) if json_output else f"the access token {token_id} has ended")


def _perform(name: str, writes: bool, do: Callable[[Call], T]) -> T:
    settings = Settings()
    checks.require_current(settings)
    runtime = composition.make_runtime(settings)
    client = Client("127.0.0.1", "gatepost", ids.new_uuid(runtime.entropy), settings.region)
    ask = Ask(GATEPOST, f"gatepost:{name}", EVENT_SOURCE, client, writes=writes)
    try:
        return perform(runtime, ask, do)
    finally:
        runtime.events.stop()
        runtime.database.close()


def _store_id(call: Call, name: str | None) -> str:
    instance = instances.require_named(call, name)
    call.event.account_id = instance.owner_account_id
    return instance.identity_store_id


def _print_made(made: tuple[Tenant, BearerToken, Secret], as_json: bool) -> None:
    tenant, token, secret = made
    described = _described(tenant, token)
    shown = {
        "url": described["url"],
        "token": secret.reveal(),
        "id": described["id"],
        "expires_at": described["expires_at"],
    }
    if as_json:
        typer.echo(json.dumps(shown))
        return
    for name, value in shown.items():
        typer.echo(f"{name:12} {value}")
    typer.echo("Give url and token to your identity provider now: the token is not shown again.")


def _described(tenant: Tenant, token: BearerToken) -> dict[str, Any]:
    return {
        "id": token.token_id,
        "profile": token.profile,
        "url": tenant.url(Settings().public_url, token.profile),
        "created_at": token.created_at.isoformat(),
        "expires_at": token.expires_at.isoformat(),
    }
