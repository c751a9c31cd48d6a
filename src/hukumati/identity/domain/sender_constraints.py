"""To whom a token is bound: the holder of a key (DPoP, RFC 9449 §6) or of a TLS certificate (RFC 8705 §3)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Possession:
    """What a request proves to possess, or what a token requires: thumbprints, empty where there is none."""

    jkt: str = ""
    """SHA-256 thumbprint of the public key (RFC 7638) of a DPoP proof."""
    x5t_s256: str = ""
    """SHA-256 thumbprint of the client's TLS certificate."""

    @property
    def token_type(self) -> str:
        """Return the `token_type` of tokens that are bound to this."""
        return "DPoP" if self.jkt else "Bearer"

    def proves(self, required: "Possession") -> bool:
        """Return whether everything that is required is possessed."""
        return required.jkt in {"", self.jkt} and required.x5t_s256 in {"", self.x5t_s256}

    def as_claim(self) -> dict[str, str]:
        """Return the members of `cnf` (RFC 7800 §3.1)."""
        found = {"jkt": self.jkt, "x5t#S256": self.x5t_s256}
        return {name: value for name, value in found.items() if value}


NOTHING: Final = Possession()
