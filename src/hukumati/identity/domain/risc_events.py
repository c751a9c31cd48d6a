"""Events of accounts: RISC 1.0."""

from collections.abc import Mapping
from typing import Final

_KINDS: Final = "https://schemas.openid.net/secevent/risc/event-type"
ACCOUNT_DISABLED: Final = f"{_KINDS}/account-disabled"
ACCOUNT_ENABLED: Final = f"{_KINDS}/account-enabled"
ACCOUNT_PURGED: Final = f"{_KINDS}/account-purged"
CREDENTIAL_COMPROMISE: Final = f"{_KINDS}/credential-compromise"
RECOVERY_ACTIVATED: Final = f"{_KINDS}/recovery-activated"
RECOVERY_INFORMATION_CHANGED: Final = f"{_KINDS}/recovery-information-changed"
NEVER_BACK: Final = frozenset({"merged", "reclaimed"})
"""Reasons after which nobody comes by the account's `sub` again (§2.2)."""

_OF_CHANGES: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    "passkey_copied": (CREDENTIAL_COMPROMISE, {"credential_type": "fido2-platform"}),
    "recovery_begun": (RECOVERY_ACTIVATED, {}),
    "recovery_codes_made": (RECOVERY_INFORMATION_CHANGED, {}),
    "email_changed": (RECOVERY_INFORMATION_CHANGED, {}),
}


def account_change(change: str) -> tuple[str, Mapping[str, object]] | None:
    """Return the event of a change of an account and what is told of it; None if RISC has none."""
    return _OF_CHANGES.get(change)


def account_closed(reason: str) -> str:
    """Return the event of an account that may not be used any more (§2.2, §2.3)."""
    return ACCOUNT_PURGED if reason in NEVER_BACK else ACCOUNT_DISABLED
