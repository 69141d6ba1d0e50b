"""The folder of the demonstration: where it is, whether it is made, its password and its mails."""

import email
import os
import re
import shutil
from email import policy
from pathlib import Path

from demo.company import NAME
from gatepost.kit.entropy import Entropy
from gatepost.kit.secret import Secret
from gatepost.settings import Settings

PASSWORD_FILE = "demo-password"
REPORT_FILE = "demo-import"
_WORDS = (
    "anchor beacon bollard breeze buoy canvas channel compass coral current dolphin driftwood estuary fathom ferry gull "
    "harbour heron island jetty kelp keel lantern lighthouse limpet lobster marina mooring mussel oyster paddle pebble "
    "pelican pier plover porpoise puffin quay ripple rudder sail salmon samphire sandbar seagrass seal shingle shoal "
    "starfish storm surf swell tern tide tiller trawler turnstone urchin voyage wader wharf whelk winch yawl"
)
_NUMBER_OF_WORDS = 5


def use(folder: Path) -> Settings:
    """Make a folder the one of this process and of the server's; return its settings.

    Whatever the shell says, a demonstration has a database of its own and mails nobody.
    """
    os.environ |= {
        "GATEPOST_DATA_DIR": str(folder),
        "GATEPOST_DATABASE_URL": f"sqlite:///{folder.absolute() / 'gatepost.db'}",
        "GATEPOST_MASTER_KEY_FILE": str(folder / "master.key"),
        "GATEPOST_SMTP_URL": "",
    }
    os.environ.setdefault("GATEPOST_ORGANISATION_NAME", NAME)
    return Settings()


def is_made(folder: Path) -> bool:
    """Whether a demonstration lies in a folder."""
    return (folder / PASSWORD_FILE).is_file()


def remove(folder: Path) -> None:
    """Remove a demonstration; ValueError, and nothing removed, for a folder that holds something else."""
    if folder.exists() and not is_made(folder):
        raise ValueError(f"{folder} is not a demonstration: it holds no {PASSWORD_FILE}. Remove it yourself.")
    shutil.rmtree(folder, ignore_errors=True)


def draw_password(entropy: Entropy) -> Secret:
    """Return the password of everybody in a new demonstration: no two have the same, since this text is known to all."""
    words = _WORDS.split()
    return Secret("-".join(words[byte % len(words)] for byte in entropy.token_bytes(_NUMBER_OF_WORDS)))


def keep_password(folder: Path, password: Secret) -> None:
    """Write the password down: with it, the demonstration is complete."""
    file = folder / PASSWORD_FILE
    file.touch(mode=0o600)
    file.write_text(password.reveal() + "\n")


def keep_report(folder: Path, path: str) -> None:
    """Write down where the report of the import is."""
    (folder / REPORT_FILE).write_text(f"{path}\n")


def report(folder: Path) -> str:
    """Return the path of the import's report, in the console; of the page to import at, in a demonstration of old."""
    file = folder / REPORT_FILE
    return file.read_text().strip() if file.is_file() else "/console/import"


def password(folder: Path) -> Secret:
    """Return everybody's password."""
    return Secret((folder / PASSWORD_FILE).read_text().strip())


def invitation_link(settings: Settings, address: str) -> str:
    """Return the link in the newest mail to an address."""
    folder = settings.data_dir / "mail"
    for file in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        text = message.get_body(("plain",))
        if message["To"] == address and text is not None:
            return str(re.findall(r"https?://\S+/invitation/\S+", text.get_content())[0])
    raise LookupError(f"no mail to {address} in {folder}")
