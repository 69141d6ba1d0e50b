"""What `gatepost check` looks at: settings, database, keys and mail; each finding says how to mend what is wrong."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gatepost.kit.entropy import SystemEntropy
from gatepost.kit.errors import Problem
from gatepost.kit.vault import Vault, load_master_keys
from gatepost.outbound.mail import mailer_for
from gatepost.settings import Settings
from gatepost.store import migration
from gatepost.store.database import Database, ping


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


def _guarded(name: str, check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return check(settings)
    except (Problem, OSError, ValueError) as error:
        return Finding(name, False, str(error), _REMEDIES[name])


def _settings(settings: Settings) -> Finding:
    if settings.is_https or "://localhost" in settings.public_url or "://127.0.0.1" in settings.public_url:
        return Finding("settings", True, f"served at {settings.public_url}, listening on {settings.listen}")
    remedy = "Put a TLS proxy in front and set GATEPOST_PUBLIC_URL to its https:// address."
    return Finding("settings", False, f"{settings.public_url} is plain http: passwords would travel in clear", remedy)


def _database(settings: Settings) -> Finding:
    database = Database(settings.resolved_database_url)
    try:
        database.read(ping)
        current, newest = migration.current_revision(database), migration.newest_revision()
    finally:
        database.close()
    where = database.url.render_as_string(hide_password=True)
    if current != newest:
        return Finding("database", False, f"{where} is at schema {current or 'none'}", "Run: gatepost migrate")
    return Finding("database", True, f"{where} answers, schema {current}")


def _keys(settings: Settings) -> Finding:
    path: Path = settings.resolved_master_key_file
    if not path.exists():
        return Finding("keys", False, f"there is no master key at {path}", "gatepost serve makes one, or restore yours.")
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
