"""The peer: the OpenID provider that npm has as `oidc-provider`, with the same two grants. It keeps everything in memory."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench import http, server
from bench.load import Script, each
from bench.plan import Plan
from bench.requests.sso_oidc import DEVICE_CODE as DEVICE_CODE_GRANT
from bench.server import Server

REFRESH = "oidc-provider refresh"
DEVICE_CODE = "oidc-provider device code"
GRANTS = (REFRESH, DEVICE_CODE)

SOURCES = Path(__file__).parent / "peer"
_INSTALL_SECONDS = 300


class NotInstalled(Exception):  # noqa: N818 - named by its meaning
    """The peer cannot run here; the message says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A running provider, and what its client holds."""

    server: Server
    client: dict[str, str]
    refresh_tokens: list[str]
    device_codes: list[str]

    def refresh(self) -> list[Script]:
        """Refresh again and again, each connection with a grant of its own."""
        return [self._refresh_on(token) for token in self.refresh_tokens]

    def redeem_device_codes(self) -> list[Script]:
        """Redeem device codes that were allowed before."""
        requests = iter([self._token_request(DEVICE_CODE_GRANT, device_code=code) for code in self.device_codes])
        return [each(requests) for _ in self.refresh_tokens]

    def _refresh_on(self, token: str) -> Script:
        while True:
            answer = yield self._token_request("refresh_token", refresh_token=token)
            token = json.loads(answer)["refresh_token"]

    def _token_request(self, grant_type: str, **fields: str) -> bytes:
        body = urlencode({"grant_type": grant_type, **self.client, **fields})
        return http.post("/token", body.encode("ascii"), http.FORM)


def install(folder: Path) -> Path:
    """Install the pinned packages into `folder`; raise NotInstalled where that is not possible."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotInstalled("npm is not installed")
    shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("node_modules"))
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"npm ci took more than {_INSTALL_SECONDS} seconds") from None
    if done.returncode:
        raise NotInstalled(f"npm ci ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return folder


@contextmanager
def running(folder: Path, plan: Plan, *, core: int) -> Iterator[Peer]:
    """Run the provider on one core, with a refresh token for each connection and allowed device codes."""
    port = server.free_port()
    held = folder / "held.json"
    command = ["node", "server.mjs", str(port), str(plan.connections), str(plan.requests), str(held)]
    try:
        with server.running(command, port, core=core, folder=folder) as started:
            yield Peer(started, **json.loads(held.read_bytes()))
    except ChildProcessError as error:
        raise NotInstalled(str(error)) from None
