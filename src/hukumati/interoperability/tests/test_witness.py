"""The digest of an anchor stands in the logs of both security servers."""

from hashlib import sha256
from typing import Any

import pytest

from exchange.testing import Pair, free_ports
from hukumati.interoperability.errors import AnchorNotWitnessed
from hukumati.interoperability.tests.conftest import Register, reach_by
from hukumati.interoperability.use_cases.witness_anchor import witness_anchor

DIGEST = sha256(b"anchor").hexdigest()


def test_the_digest_of_an_anchor_stands_in_both_message_logs(register: Register, exchange_pair: Pair) -> None:
    witness_anchor(number=7, digest=DIGEST)
    for side in (exchange_pair.consumer, exchange_pair.provider):
        text = "".join(path.read_text() for path in side.log_dir.rglob("*") if path.is_file())
        assert f'"anchor-7-{DIGEST}"' in text


def test_a_witness_that_does_not_answer_is_asked_again_later(settings: Any) -> None:
    reach_by(settings, f"http://127.0.0.1:{free_ports(1)[0]}")
    with pytest.raises(AnchorNotWitnessed):
        witness_anchor(number=7, digest=DIGEST)
