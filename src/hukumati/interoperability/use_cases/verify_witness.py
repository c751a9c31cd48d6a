"""Holding the anchors against what another agency's security server logged of them."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from hukumati.interoperability.domain.witness_log import compare_with_witness, read_witness_log
from hukumati.trust import api as trust


def verify_witness(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield what is wrong with the anchors by the lines of the witness's message log, oldest first."""
    log = read_witness_log(lines, client=settings.HUKUMATI.exchange_client)
    yield from compare_with_witness(dict(trust.list_anchors()), log)
