"""What interoperability does when it hears a fact."""

from hukumati.core.outbox import hears
from hukumati.interoperability.use_cases.witness_anchor import witness_anchor
from hukumati.trust.events import ChainsAnchored


@hears(ChainsAnchored)
def on_chains_anchored(event: ChainsAnchored) -> None:
    """Leave the anchor's digest where the platform cannot take it back."""
    witness_anchor(number=event.number, digest=event.digest)
