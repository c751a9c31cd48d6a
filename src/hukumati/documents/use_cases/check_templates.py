"""Checking templates with the data of scenarios before anything is issued with them."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Final

from hukumati.core.json import canonical_json
from hukumati.documents import wiring
from hukumati.documents.domain.typesetting import Template, TemplateFault, TemplateSample

KEPT: Final = 1000
"""Samples whose result is remembered in this process."""
TOO_MUCH: Final = "it takes too long, or too much memory"

_known: OrderedDict[str, TemplateFault | None] = OrderedDict()
_known_lock = threading.Lock()


def check_templates(samples: Sequence[TemplateSample]) -> tuple[TemplateFault | None, ...]:
    """Return for each sample why it does not compile, or None; a sample that is known is not compiled again."""
    digests = [_digest(sample) for sample in samples]
    with _known_lock:
        found = {digest: _known[digest] for digest in digests if digest in _known}
    new = {digest: sample for digest, sample in zip(digests, samples, strict=True) if digest not in found}
    found |= dict(zip(new, _check_all(list(new.values())), strict=True))
    with _known_lock:
        _remember(found)
    return tuple(found[digest] for digest in digests)


def _digest(sample: TemplateSample) -> str:
    content = [
        sample.template.source,
        sample.template.name,
        sample.data,
        sample.is_limited,
        sample.language,
        sample.has_photo,
    ]
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _remember(found: Mapping[str, TemplateFault | None]) -> None:
    for digest, fault in found.items():
        _known[digest] = fault
        _known.move_to_end(digest)
    while len(_known) > KEPT:
        _known.popitem(last=False)


def _check_all(samples: Sequence[TemplateSample]) -> list[TemplateFault | None]:
    """Where the checker does not come back from a template, go on with the samples of other templates."""
    faults: list[TemplateFault | None] = []
    endless: set[Template] = set()
    while len(faults) < len(samples):
        left = samples[len(faults) :]
        if left[0].template in endless:
            faults.append(TemplateFault(TOO_MUCH, 0))
            continue
        faults += wiring.template_checker().check(left)
        if len(faults) < len(samples):
            endless.add(samples[len(faults)].template)
    return faults
