"""The roles that a government body gives its own officials."""

from collections.abc import Mapping
from typing import Final

EVERY_BODY: Final = frozenset({"officer", "supervisor", "producer", "inspector", "clerk", "analyst", "site_manager"})
"""Roles that any body gives."""
OF_SOME: Final[Mapping[str, frozenset[str]]] = {
    "moi": frozenset({"identity_officer", "identity_counter", "registrar", "notary"}),
    "moj": frozenset({"notary"}),
    "mtde": frozenset({"identity_operator"}),
    "post": frozenset({"identity_counter", "registrar"}),
    "mofa": frozenset({"identity_counter", "notary"}),
    "cabinet": frozenset({"cabinet"}),
}
"""Roles that only the bodies whose task it is give."""
MANAGER: Final = "staff_manager"


def roles_of_body(provider: str) -> frozenset[str]:
    """Return the roles that the staff managers of a body give and take; their own role is not among them."""
    return EVERY_BODY | OF_SOME.get(provider, frozenset())
