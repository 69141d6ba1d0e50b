"""What the command says when something is not right: one sentence, what to do, and no traceback."""

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gatepost import __version__
from tests.servers import forks
from tests.servers.gatepost import Gatepost

Install = Callable[..., Gatepost]


def failed(gatepost: Gatepost, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command that must fail with a sentence."""
    done = gatepost.run(*arguments, succeeds=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_it_tells_its_version_and_serves_as_it_is_installed(install: Install) -> None:
    gatepost = install()
    gatepost.begin = forks.execute
    assert gatepost.run("--version").stdout == f"gatepost {__version__}\n"
    gatepost.start()
    assert gatepost.stop() == 0


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("listen", "8080", "GATEPOST_LISTEN: must be ADDRESS:PORT, such as 127.0.0.1:8080"),
        ("public_url", "sso.example.com", "GATEPOST_PUBLIC_URL: must be an origin such as https://sso.example.com"),
        ("database_url", "mysql://db", "GATEPOST_DATABASE_URL: must be sqlite:///FILE or postgresql://"),
        ("trusted_proxies", "10.0.0.0/8, proxy", "GATEPOST_TRUSTED_PROXIES: 'proxy' is not a network, such as"),
        ("threads", "many", "GATEPOST_THREADS: Input should be a valid integer"),
        ("config_file", "nowhere.toml", "GATEPOST_CONFIG_FILE names nowhere.toml, and there is no such file"),
    ],
)
def test_a_setting_that_cannot_be_is_named(install: Install, setting: str, value: str, sentence: str) -> None:
    assert failed(install(**{setting: value}), "check").stderr.startswith(f"gatepost: {sentence}")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("listen = \n", "settings.toml is not TOML"), ("listens = 1\n", "GATEPOST_LISTENS: there is no such setting")],
)
def test_a_file_of_settings_is_read_strictly(install: Install, content: str, sentence: str) -> None:
    gatepost = install(config_file="settings.toml")
    (gatepost.folder / "settings.toml").write_text(content)
    assert sentence in failed(gatepost, "check").stderr


def test_a_misspelt_variable_is_found(install: Install) -> None:
    checked = failed(install(smtp="smtp://mail.example.com"), "check").stdout
    assert "FAIL  settings: there is no setting GATEPOST_SMTP\n" in checked


def test_a_check_of_an_empty_folder_says_so_and_makes_nothing(install: Install) -> None:
    gatepost = install()
    checked = failed(gatepost, "check").stdout
    assert "FAIL  database: there is no database yet" in checked
    assert "FAIL  keys: there is no master key" in checked
    assert not list(Path(gatepost.settings["data_dir"]).glob("*"))


def test_a_database_that_is_away_is_told_with_the_reason(install: Install) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    gatepost = install(database_url=f"postgresql://gatepost:very-secret@127.0.0.1:{port}/gatepost")
    assert "Connection refused" in failed(gatepost, "check").stdout
    started = failed(gatepost, "serve").stderr
    assert "Connection refused" in started
    assert "very-secret" not in started


def test_a_port_that_is_taken_is_left_to_whoever_has_it(install: Install) -> None:
    first, second = install(), install()
    first.start()
    second.settings["listen"] = first.settings["listen"]
    told = failed(second, "serve")
    assert f"cannot listen on 127.0.0.1 port {first.port}" in told.stderr
    assert told.stdout == ""


def test_one_server_serves_a_file_and_the_next_may_when_it_is_gone(install: Install) -> None:
    first, second = install(), install()
    second.settings["data_dir"] = first.settings["data_dir"]
    first.start()
    assert "another process serves" in failed(second, "serve").stderr
    first.kill()
    second.start()


def test_an_invitation_needs_an_installation_and_somebody_to_invite(install: Install) -> None:
    gatepost = install()
    assert "there is no database yet" in failed(gatepost, "users", "invite", "ada").stderr
    gatepost.bootstrap()
    assert failed(gatepost, "users", "invite", "ada").stderr.endswith(
        "gatepost: nobody has the user name or e-mail address ada\n"
    )
    sent = gatepost.run("users", "invite", "admin").stdout
    assert "The mail to admin@example.com is sent as soon as the server runs." in sent
