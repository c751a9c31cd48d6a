"""Which published services take mandates: told to identity, where people choose what a mandate is for."""

from collections.abc import Sequence

from hukumati.catalogue import queries
from hukumati.identity import api as identity


def _takers(kind: identity.MandateKind) -> Sequence[identity.MandateTaker]:
    """List the services whose current version takes a kind of mandates."""
    definitions = [version.definition for version in queries.open_versions()]
    return [identity.MandateTaker(each.code, each.name) for each in definitions if kind in each.mandates]


identity.register_mandate_takers(lister=_takers)
