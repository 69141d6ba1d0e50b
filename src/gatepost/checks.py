"""What `gatepost check` looks at: settings, database, keys and mail; each finding says how to mend what is wrong."""

import logging
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from gatepost.kit.entropy import SystemEntropy
from gatepost.kit.errors import Problem
from gatepost.kit.vault import Vault, load_master_keys
from gatepost.outbound.mail import mailer_for
from gatepost.settings import CONFIG_FILE_VARIABLE, Settings
from gatepost.store import migration
from gatepost.store.database import Database, ping

_PREFIX = "GATEPOST_"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in words; `remedy` says what to do where it is not as it should be."""

    name: str
    ok: bool
    sentence: str
    remedy: str = ""


def all_checks(settings: Settings) -> list[Finding]:
    """Look at everything; one failure does not stop the next check."""
    return [_guarded(name, check, settings) for name, check in _CHECKS.items()]


def setting_problems(error: ValidationError) -> Iterator[str]:
    """Say of each setting that is wrong its variable and what is expected."""
    for each in error.errors():
        is_unknown = each["type"] == "extra_forbidden"
        expected = "there is no such setting" if is_unknown else each["msg"].removeprefix("Value error, ")
        yield f"{_PREFIX}{str(each['loc'][0]).upper()}: {expected}"


def require_current(settings: Settings) -> None:
    """Raise ValueError, for commands that work beside a server, where the database is not there yet or of another version."""
    found = _database(settings)
    if not found.ok:
        raise ValueError(f"{found.sentence}. {found.remedy}")


def _guarded(name: str, check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return check(settings)
    except (Problem, OSError, ValueError) as error:
        return Finding(name, False, str(error), _REMEDIES[name])


def _settings(settings: Settings) -> Finding:
    if unknown := _unknown_variables():
        remedy = "Misspelt? docs/settings.md lists them all."
        return Finding("settings", False, f"there is no setting {', '.join(unknown)}", remedy)
    if settings.is_https or "://localhost" in settings.public_url or "://127.0.0.1" in settings.public_url:
        return Finding("settings", True, f"served at {settings.public_url}, listening on {settings.listen}")
    remedy = "Put a TLS proxy in front and set GATEPOST_PUBLIC_URL to its https:// address."
    return Finding("settings", False, f"{settings.public_url} is plain http: passwords would travel in clear", remedy)


def _unknown_variables() -> list[str]:
    """Return the variables that look like settings and are none; of the tests' own nobody need know."""
    known = {CONFIG_FILE_VARIABLE, *(_PREFIX + name.upper() for name in Settings.model_fields)}
    names = (name for name in os.environ if name.startswith(_PREFIX) and not name.startswith(f"{_PREFIX}TESTS_"))
    return sorted(name for name in names if name.upper() not in known)


def _database(settings: Settings) -> Finding:
    # The pool would tell again and again what the finding tells once.
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    database = Database(settings.resolved_database_url)
    where = database.url.render_as_string(hide_password=True)
    try:
        if database.is_sqlite and not Path(database.url.database or "").exists():
            return Finding("database", False, f"there is no database yet at {where}", "gatepost serve makes it.")
        current, newest = migration.current_revision(database), migration.newest_revision()
        database.read(ping)
    finally:
        database.close()
    if current != newest:
        sentence = f"{where} is at schema {current or 'none'}, and this version needs {newest}"
        return Finding("database", False, sentence, "Run: gatepost migrate")
    return Finding("database", True, f"{where} answers, schema {current}")


def _keys(settings: Settings) -> Finding:
    path: Path = settings.resolved_master_key_file
    if not path.exists():
        return Finding(
            "keys", False, f"there is no master key at {path}", "gatepost serve makes one, or restore yours."
        )
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Finding("keys", False, f"{path} can be read by others (mode {mode:o})", f"Run: chmod 600 {path}")
    entropy = SystemEntropy()
    vault = Vault(load_master_keys(path, entropy), entropy)
    return Finding("keys", True, f"master key {vault.key_ids[0]} of {len(vault.key_ids)} in {path}")


def _mail(settings: Settings) -> Finding:
    mailer = mailer_for(settings.smtp_url.get_secret_value(), settings.data_dir / "mail", SystemEntropy())
    return Finding("mail", True, mailer.check())


_CHECKS = {"settings": _settings, "database": _database, "keys": _keys, "mail": _mail}
_REMEDIES = {
    "settings": "Look at the GATEPOST_* variables and the file that GATEPOST_CONFIG_FILE names.",
    "database": "Look at GATEPOST_DATABASE_URL, and that the server it names is up and lets Gatepost in.",
    "keys": "The master key file holds base64 lines of 32 bytes; restore it from your backup.",
    "mail": "Look at GATEPOST_SMTP_URL: host, port, user, password, and that the certificate is valid.",
}
