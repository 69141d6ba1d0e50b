"""Chromium's virtual authenticator: a phone's or laptop's passkeys without the hardware (DevTools protocol, domain WebAuthn)."""

from typing import Any

from playwright.sync_api import CDPSession, Page


class VirtualAuthenticator:
    """An authenticator that a page's browser has: it holds passkeys and answers as the test says."""

    def __init__(self, page: Page, *, verifies: bool = True) -> None:
        self._devtools: CDPSession = page.context.new_cdp_session(page)
        self._devtools.send("WebAuthn.enable")
        added = self._devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": verifies,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._id: str = added["authenticatorId"]

    def verify(self, *, verifies: bool) -> None:
        """Let its owner's finger fit, or not."""
        self._devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": verifies})

    def answer(self, *, presence: bool) -> None:
        """Answer at once, or leave the browser waiting for a touch."""
        self._devtools.send(
            "WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self._id, "enabled": presence}
        )

    @property
    def credentials(self) -> list[dict[str, Any]]:
        """The passkeys that it holds."""
        found: list[dict[str, Any]] = self._devtools.send("WebAuthn.getCredentials", {"authenticatorId": self._id})[
            "credentials"
        ]
        return found

    def set_count(self, count: int) -> None:
        """Let each passkey have been used so often: less often than before means that it is a copy."""
        for credential in self.credentials:
            self._devtools.send(
                "WebAuthn.removeCredential",
                {"authenticatorId": self._id, "credentialId": credential["credentialId"]},
            )
            self._devtools.send(
                "WebAuthn.addCredential",
                {"authenticatorId": self._id, "credential": {**credential, "signCount": count}},
            )
