"""Events of continuous access: CAEP 1.0."""

from collections.abc import Mapping
from typing import Final

from hukumati.identity.domain.assurance import Level

_KINDS: Final = "https://schemas.openid.net/secevent/caep/event-type"
SESSION_REVOKED: Final = f"{_KINDS}/session-revoked"
CREDENTIAL_CHANGE: Final = f"{_KINDS}/credential-change"
ASSURANCE_LEVEL_CHANGE: Final = f"{_KINDS}/assurance-level-change"
NAMESPACE: Final = "urn:hukumati:acr"
"""What the levels of assurance are levels of (§3.4.1)."""

_CREDENTIALS: Final[Mapping[str, tuple[str, str]]] = {
    "password_changed": ("password", "update"),
    "phone_changed": ("phone-sms", "update"),
    "passkey_added": ("fido2-platform", "create"),
    "passkey_removed": ("fido2-platform", "delete"),
    "app_added": ("app", "create"),
    "app_removed": ("app", "delete"),
}


def credential_change(change: str) -> dict[str, object] | None:
    """Return what is told of a change of an account (§3.3); None if it is no change of a credential."""
    if change not in _CREDENTIALS:
        return None
    credential, kind = _CREDENTIALS[change]
    return {"credential_type": credential, "change_type": kind}


def assurance_level_change(*, before: Level, after: Level) -> dict[str, object]:
    """Return what is told when a login session reaches another level (§3.4)."""
    order = list(Level)
    direction = "increase" if order.index(after) > order.index(before) else "decrease"
    return {
        "namespace": NAMESPACE,
        "previous_level": before.value,
        "current_level": after.value,
        "change_direction": direction,
    }
