"""`make demo`: serves an organisation of 12 accounts and 40 people, which the first run makes."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from demo import guide, installation, story
from gatepost import app, bootstrap, server
from gatepost.kit.clock import SystemClock
from gatepost.kit.entropy import SystemEntropy
from gatepost.kit.errors import Problem
from gatepost.settings import Settings


def main(
    data_dir: Annotated[Path, typer.Option(help="Folder of the demonstration.")] = Path("data/demo"),
    reset: Annotated[bool, typer.Option("--reset", help="Remove it and make it anew.")] = False,
    serve: Annotated[bool, typer.Option(help="Serve it when it is made.")] = True,
) -> None:
    """Make the demonstration where it is missing, say how to look at it, and serve it."""
    if reset:
        installation.remove(data_dir)
    if not installation.is_made(data_dir):
        make(data_dir)
    settings = installation.use(data_dir)
    typer.echo(_guide(settings))
    if serve:
        server.run(settings)


def make(folder: Path) -> None:
    """Make a demonstration: beside its folder first, so that an interrupted run leaves nothing half done in it."""
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} holds something else already; --data-dir names another folder.")
    typer.echo("Making an organisation of 12 accounts and 40 people …")
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    password = installation.draw_password(SystemEntropy())
    report = story.tell(installation.use(draft), password, SystemClock().now())
    installation.keep_report(draft, report)
    installation.keep_password(draft, password)
    draft.replace(folder)


def _guide(settings: Settings) -> str:
    runtime = app.make_runtime(settings)
    instance = bootstrap.find_instance(runtime)
    runtime.events.stop()
    runtime.database.close()
    if instance is None:
        raise ValueError(f"{settings.data_dir} holds no organisation; --reset makes one.")
    return guide.guide(settings, instance, installation.password(settings.data_dir))


if __name__ == "__main__":
    try:
        typer.run(main)
    except (Problem, ValueError, OSError) as error:
        typer.echo(f"demo: {error}", err=True)
        sys.exit(1)
