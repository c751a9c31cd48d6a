"""Whoever holds the database, its key and the folder of anchors does not get past what another agency logged."""

import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from exchange.testing import CLIENT, Pair
from hukumati.core import audit
from hukumati.core.jobs import app
from hukumati.interoperability.domain.witness_log import compare_with_witness, read_witness_log, witness_id
from hukumati.interoperability.tests.conftest import Register
from hukumati.interoperability.use_cases.witness_anchor import witness_anchor
from hukumati.trust import api as trust

ONE, TWO, THREE = (sha256(name).hexdigest() for name in (b"1", b"2", b"3"))
ANCHORS = {1: ONE, 2: TWO, 3: THREE}
GENESIS = "0" * 64


def log_of(*query_ids: str, **changes: Any) -> list[bytes]:
    """Write the log of a server that was asked under these ids."""
    lines, previous = [], GENESIS
    for number, query_id in enumerate(query_ids, start=1):
        record = {
            "number": number, "at": "2026-11-23T09:00:00.000+00:00", "role": "provider", "kind": "request",
            "query_id": query_id, "client": CLIENT, **changes, "previous": previous,
        }  # fmt: skip
        previous = sha256(json.dumps(record, separators=(",", ":")).encode()).hexdigest()
        lines.append(json.dumps({**record, "hash": previous}, separators=(",", ":")).encode() + b"\n")
    return lines


def witnessed(*anchors: tuple[int, str]) -> list[bytes]:
    return log_of(*(witness_id(number=number, digest=digest) for number, digest in anchors))


def found(lines: list[bytes], anchors: dict[int, str] | None = None) -> list[str]:
    return list(compare_with_witness(ANCHORS if anchors is None else anchors, read_witness_log(lines, client=CLIENT)))


def test_anchors_as_they_were_witnessed_hold() -> None:
    assert found(witnessed((1, ONE), (2, TWO), (3, THREE))) == []
    assert (
        found(witnessed((1, ONE), (1, ONE), (2, TWO))) == []
    )  # asked again after a time-out; the newest is on its way
    assert found(witnessed((2, TWO), (1, ONE), (3, THREE))) == []


def test_anchors_made_anew_or_taken_away_with_everything_else_are_found() -> None:
    whole = witnessed((1, ONE), (2, TWO), (3, THREE))
    assert found(whole, {1: ONE, 2: ONE, 3: THREE}) == ["anchor 2 is not the one that was witnessed"]
    assert found(whole, {1: ONE, 2: TWO}) == ["anchor 3 was witnessed and is missing"]
    assert found(whole, {}) == [f"anchor {number} was witnessed and is missing" for number in (1, 2, 3)]


def test_an_anchor_that_never_left_the_machine_is_told() -> None:
    assert found(witnessed((1, ONE), (3, THREE))) == ["anchor 2 was not witnessed, though a later one was"]


def test_an_anchor_that_was_witnessed_twice_with_other_contents_is_told() -> None:
    assert found(witnessed((1, ONE), (2, ONE), (2, TWO))) == ["anchor 2 is not the one that was witnessed"]


@pytest.mark.parametrize(
    "changes", [{"client": "PS/GOV/MOF/TAX"}, {"role": "consumer"}, {"kind": "response"}, {"query_id": "anchor-1-x"}]
)
def test_what_others_asked_and_what_our_own_server_logged_is_no_witness(changes: dict[str, str]) -> None:
    (fault,) = found(log_of(witness_id(number=1, digest=ONE), **changes))
    assert "holds no anchor of this installation" in fault


@pytest.mark.parametrize("harm", ["changed", "removed", "no JSON", "a list", "deep"])
def test_a_log_that_does_not_hold_itself_is_told(harm: str) -> None:
    lines = witnessed((1, ONE), (2, TWO), (3, THREE))
    match harm:
        case "changed":
            lines[1] = lines[1].replace(TWO.encode(), ONE.encode())
        case "removed":
            del lines[1]
        case "no JSON":
            lines[1] = b"{"
        case "a list":
            lines[1] = b"[]"
        case "deep":
            lines[1] = b"[" * 100_000
    assert "the witness's log is broken at line 2" in found(lines)


def test_the_end_of_a_log_may_be_read_alone() -> None:
    end = witnessed((1, ONE), (2, TWO), (3, THREE))[2:]
    assert found(end) == [f"anchor {number} was not witnessed, though a later one was" for number in (1, 2)]
    assert found(end, {3: THREE}) == []


@pytest.mark.django_db
def test_the_command_holds_anchors_against_the_log_of_a_real_witness(
    register: Register, exchange_pair: Pair, data_folder: Path
) -> None:
    trust.set_up()
    audit.record(subject="case:A", actor="clerk:1", action="seen")
    app.tasks["trust.anchor"](timestamp=0)
    ((number, digest),) = trust.list_anchors()
    witness_anchor(number=number, digest=digest)
    told = StringIO()
    command = "interoperability_verify_witness"
    log = str(exchange_pair.provider.log_dir)
    with pytest.raises(CommandError):  # another test left another digest there, or nothing but it
        call_command(command, str(exchange_pair.consumer.log_dir), stdout=StringIO())
    anchor = data_folder / "anchors" / f"{number:08}.anchor"
    call_command(command, log, stdout=told)
    assert told.getvalue() == "the anchors are those that were witnessed\n"
    anchor.write_bytes(anchor.read_bytes() + b"\n")
    told = StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command(command, log, stdout=told)
    assert told.getvalue() == f"anchor {number} is not the one that was witnessed\n"


def test_a_log_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("interoperability_verify_witness", str(tmp_path / "nowhere"))
