"""Security keys of browser windows: Chromium's virtual authenticators (Web Authentication Level 3 §11)."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession

from tests.journeys.windows import Window


@dataclass(frozen=True)
class SecurityKey:
    """The key that is plugged into a window; with `present`, whoever uses it touches it at once."""

    session: CDPSession
    id: str

    def credentials(self) -> list[dict[str, Any]]:
        """Return what is on the key, private keys included: only a virtual one tells."""
        found: list[dict[str, Any]] = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found

    def put(self, credential: dict[str, Any]) -> None:
        """Put a credential on the key, as whoever copied it would."""
        self.session.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": credential})

    def verify_user(self, verified: bool) -> None:
        """Let the key recognise its user from now on, or not."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": verified})


def plug_in(window: Window, *, transport: str = "internal") -> SecurityKey:
    """Plug a key into a window that has none."""
    session = window.context.new_cdp_session(window.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": transport,
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return SecurityKey(session, added["authenticatorId"])


def without_offers(window: Window) -> None:
    """Let the window's browser offer no passkeys under the field, so that the button is what is tried."""
    window.context.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
