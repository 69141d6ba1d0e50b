"""An authenticator app that is not ours: Debian's oathtool, on a phone whose clock the test sets."""

import subprocess
from dataclasses import dataclass
from datetime import datetime

from tests.kit import PATIENCE_SECONDS
from tests.servers.peers import program


@dataclass(frozen=True)
class AuthenticatorApp:
    """An app that holds one seed, as it was typed from the page."""

    seed: str

    def code(self, now: datetime) -> str:
        """Return the six digits that it shows at this moment."""
        oathtool = str(program("/usr/bin/oathtool", "oathtool"))
        command = [oathtool, "--totp", "--base32", f"--now={now:%Y-%m-%d %H:%M:%S} UTC", "-"]
        return subprocess.check_output(command, input=self.seed, text=True, timeout=PATIENCE_SECONDS).strip()
